"""What a script may import of the Workbench; an installed azureml package (azureml-core) adds its own modules."""

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
