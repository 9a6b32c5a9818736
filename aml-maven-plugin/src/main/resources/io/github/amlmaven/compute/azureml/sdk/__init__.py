"""The package's name before azureml.logging, of 2017."""

from pkgutil import extend_path

__path__ = extend_path(__path__, __name__)
