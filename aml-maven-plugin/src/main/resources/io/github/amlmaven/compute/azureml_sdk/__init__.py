"""The oldest name of azureml.sdk."""
