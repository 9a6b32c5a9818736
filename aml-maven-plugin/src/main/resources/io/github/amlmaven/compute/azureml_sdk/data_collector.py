"""The oldest name of azureml.sdk.data_collector."""

from azureml.sdk.data_collector import current_run  # noqa: F401
