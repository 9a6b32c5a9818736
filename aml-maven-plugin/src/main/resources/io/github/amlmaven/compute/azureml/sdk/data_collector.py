"""The older way to log: current_run().metrics.custom_scalar("Accuracy", 0.97)."""

from azureml.logging import get_azureml_logger


def current_run():
    """The run that the script belongs to."""
    return Run()


class Run:
    """A run with its metrics."""

    def __init__(self):
        self.metrics = Metrics()


class Metrics:
    """The metrics of the run."""

    def custom_scalar(self, name, value):
        """Logs a value under a name."""
        return get_azureml_logger().log(name, value)
