"""Metrics and artifacts of a run:

    from azureml.logging import get_azureml_logger
    logger = get_azureml_logger()
    logger.log("Accuracy", 0.97)            # a number, a string, a bool, a list, a numpy value
    logger.upload("notes/why.txt", "text")  # becomes an artifact of the run

Nothing here ever breaks a script: what cannot be kept is told once on stderr.
"""

import datetime
import json
import os
import sys

_told = {}


def get_azureml_logger():
    """The logger of the current run; outside a run, one that prints."""
    return Logger()


class Logger:
    """Writes metrics and artifacts where the environment variables of the run say."""

    def log(self, name, value):
        """Logs a value under a name; the values of a name that is logged repeatedly are kept as a series."""
        try:
            _log(str(name), value)
        except Exception as error:
            _tell("azureml.logging: metric '{}' is not logged: {}", name, error)
        return Logged()

    def upload(self, path, contents):
        """Keeps text or bytes as an artifact, under a relative path with "/" between the names."""
        try:
            _upload(str(path), contents)
        except Exception as error:
            _tell("azureml.logging: '{}' is not uploaded: {}", path, error)
        return Logged()


class Logged:
    """What log and upload return; everything is on disk by then."""

    def wait(self, timeout=None):
        """Returns at once."""


def _log(name, value):
    file = os.environ.get("AZUREML_METRICS_FILE")
    if not file:
        _tell("azureml.logging: no run is being recorded, metrics are only printed")
        print("{}: {}".format(name, value))
        return
    time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
    line = json.dumps({"name": name, "value": _plain(value), "time": time}, allow_nan=False) + "\n"
    # One write in append mode per line: any number of threads and processes may log at once.
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        if os.write(descriptor, line.encode("ascii")) < len(line):
            raise OSError("the disk is full")
    finally:
        os.close(descriptor)


def _plain(value):
    """The value as json.dumps takes it."""
    if isinstance(value, (str, bool)):
        return value
    if hasattr(value, "numpy"):  # a tensor, which may live on a graphics card
        value = value.detach() if hasattr(value, "detach") else value
        value = value.cpu() if hasattr(value, "cpu") else value
        value = value.numpy()
    if hasattr(value, "tolist"):  # numpy, pandas, array.array
        value = value.tolist()
    if isinstance(value, (str, bool)):
        return value
    if hasattr(type(value), "__index__"):
        return int(value)
    if hasattr(type(value), "__float__"):
        return _finite(float(value))
    if hasattr(value, "__iter__") and hasattr(value, "__len__") and not isinstance(value, (bytes, bytearray, dict)):
        return [_plain(element) for element in value]
    return str(value)


def _finite(number):
    """The number, or its name where JSON has no number for it."""
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "Infinity" if number > 0 else "-Infinity"
    return number


def _upload(path, contents):
    folder = os.environ.get("AZUREML_UPLOADS_DIRECTORY")
    if not folder:
        _tell("azureml.logging: no run is being recorded, uploads are not kept")
        return
    names = path.replace("\\", "/").split("/")
    if any(name in ("", ".", "..") or ":" in name for name in names):
        raise ValueError("the path must be relative, with '/' and without '..'")
    # As bytes: before Python 3.7, the C locale would refuse names that are not ASCII.
    file = os.path.join(os.fsencode(folder), *(name.encode("utf-8", "surrogateescape") for name in names))
    data = contents if isinstance(contents, (bytes, bytearray)) else str(contents).encode("utf-8", "surrogateescape")
    os.makedirs(os.path.dirname(file), mode=0o700, exist_ok=True)
    # Under its name only when complete.
    partial = file + b"." + os.urandom(8).hex().encode() + b".partial"
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as out:
            out.write(data)
        os.replace(partial, file)
    finally:
        if os.path.exists(partial):
            os.remove(partial)


def _tell(message, *words):
    """Prints a message to stderr, once per process."""
    try:
        message = message.format(*words)
        mark = object()
        if _told.setdefault(message, mark) is mark:  # A dict is its own lock here, and a fork cannot leave it locked.
            print(message, file=sys.stderr)
    except Exception:
        pass  # The words or stderr itself are broken: there is nowhere left to tell it.
