"""A stand-in for MLflow, which cannot be had where the tests run: it writes what MLflow's file store (FileStore) writes, file
by file, and refuses what it refuses, but is not MLflow.

The layout is that of mlflow/store/tracking/file_store.py of MLflow 2 and 3. MLFLOW_STAND_IN=2 behaves as version 2: models are
artifacts of their run, and a file store needs no permission.
"""

import os
import random
import shutil
import time
import urllib.parse
import urllib.request
import uuid

_VERSION = int(os.environ.get("MLFLOW_STAND_IN", "3"))
_active = []
_experiment = None


class MlflowException(Exception):
    pass


def _root():
    uri = os.environ.get("MLFLOW_TRACKING_URI", "./mlruns")
    if uri.startswith(("http:", "https:")):
        raise MlflowException("no server is asked here: " + uri)
    if _VERSION > 2 and os.environ.get("MLFLOW_ALLOW_FILE_STORE", "false").lower() not in ("true", "1"):
        raise MlflowException("The filesystem tracking backend (e.g., './mlruns') is in maintenance mode")
    path = urllib.parse.urlparse(uri).path if uri.startswith("file:") else uri
    root = os.path.abspath(urllib.request.url2pathname(path))
    if not os.path.exists(root):
        os.makedirs(root)
        _make_experiment(root, "0", "Default")
    os.makedirs(os.path.join(root, ".trash"), exist_ok=True)
    return root


def _uri(path):
    return "file://" + urllib.request.pathname2url(path)


def _millis():
    return int(time.time() * 1000)


def _yaml(value):
    if value is None:
        return "null"
    if isinstance(value, list):
        return "[]"
    text = str(value)
    quoted = isinstance(value, str) and (not text or text.isdigit() or text[0] in "'\"&*!|>%@`#{}[],?:- ")
    return "'" + text.replace("'", "''") + "'" if quoted else text


def _write_meta(folder, fields):
    os.makedirs(folder, exist_ok=True)
    _write(os.path.join(folder, "meta.yaml"), "".join("%s: %s\n" % (key, _yaml(fields[key])) for key in sorted(fields)))


def _write(path, text, mode="w"):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, mode, encoding="utf-8", newline="") as file:
        file.write(text)


def _make_experiment(root, experiment, name):
    now = _millis()
    location = _uri(os.path.join(root, experiment))
    _write_meta(
        os.path.join(root, experiment),
        {
            "artifact_location": location,
            "creation_time": now,
            "experiment_id": experiment,
            "last_update_time": now,
            "lifecycle_stage": "active",
            "name": name,
        },
    )


def set_experiment(name):
    global _experiment
    root = _root()
    for folder in os.listdir(root):
        meta = os.path.join(root, folder, "meta.yaml")
        if os.path.isfile(meta) and ("name: " + name + "\n") in open(meta, encoding="utf-8").read():
            _experiment = folder
            return
    _experiment = str(random.randrange(10**17, 10**18))
    _make_experiment(root, _experiment, name)


class Run:
    def __init__(self, folder, fields):
        self.folder = folder
        self.fields = fields

    def save(self):
        _write_meta(self.folder, self.fields)

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        end_run("FINISHED" if kind is None else "FAILED")


def start_run(run_name=None, nested=False):
    root = _root()
    if _active and not nested:
        raise MlflowException("Run with UUID %s is already active." % _active[-1].fields["run_id"])
    existing = os.environ.pop("MLFLOW_RUN_ID", None)
    if existing:
        raise MlflowException("Run '%s' not found" % existing)
    experiment = _experiment or "0"
    if not os.path.isdir(os.path.join(root, experiment)):
        raise MlflowException("Could not find experiment with ID " + experiment)
    run = uuid.uuid4().hex
    name = run_name or "%s-%s-%d" % (random.choice(["calm", "sly"]), random.choice(["ant", "cod"]), random.randrange(1000))
    folder = os.path.join(root, experiment, run)
    fields = {
        "artifact_uri": _uri(os.path.join(folder, "artifacts")),
        "deleted_time": None,
        "end_time": None,
        "entry_point_name": "",
        "experiment_id": experiment,
        "lifecycle_stage": "active",
        "run_id": run,
        "run_name": name,
        "run_uuid": run,
        "source_name": "",
        "source_type": 4,
        "source_version": "",
        "start_time": _millis(),
        "status": 1,
        "tags": [],
        "user_id": "me",
    }
    started = Run(folder, fields)
    started.save()
    for kind in ("metrics", "params", "artifacts"):
        os.makedirs(os.path.join(folder, kind))
    tags = {"mlflow.user": "me", "mlflow.source.name": "train.py", "mlflow.source.type": "LOCAL", "mlflow.runName": name}
    if _active:
        tags["mlflow.parentRunId"] = _active[-1].fields["run_id"]
    for key, value in tags.items():
        _write(os.path.join(folder, "tags", key), value)
    _active.append(started)
    return started


def end_run(status="FINISHED"):
    run = _active.pop()
    run.fields["end_time"] = _millis()
    run.fields["status"] = {"FINISHED": 3, "FAILED": 4}[status]
    run.save()


def _run():
    return _active[-1] if _active else start_run()


def log_metric(key, value, step=0):
    _write(os.path.join(_run().folder, "metrics", key), "%s %s %s\n" % (_millis(), float(value), step), "a")


def log_metrics(metrics, step=0):
    for key, value in metrics.items():
        log_metric(key, value, step)


def log_param(key, value):
    path = os.path.join(_run().folder, "params", key)
    if os.path.exists(path) and open(path, encoding="utf-8").read() != str(value):
        raise MlflowException("Changing param values is not allowed. Param with key='%s' was already logged" % key)
    _write(path, str(value))


def log_params(params):
    for key, value in params.items():
        log_param(key, value)


def set_tag(key, value):
    _write(os.path.join(_run().folder, "tags", key), str(value))


def log_text(text, artifact_file):
    _write(os.path.join(_run().folder, "artifacts", artifact_file), text)


def log_artifact(local_path, artifact_path=""):
    folder = os.path.join(_run().folder, "artifacts", artifact_path)
    os.makedirs(folder, exist_ok=True)
    shutil.copy2(local_path, folder)


def log_model(text, name):
    """Such as mlflow.sklearn.log_model: in version 3 a model has a folder of its own beside the runs."""
    if _VERSION == 2:
        log_text(text, name + "/MLmodel")
        return
    run = _run()
    model = "m-" + uuid.uuid4().hex
    folder = os.path.join(os.path.dirname(run.folder), "models", model)
    _write_meta(
        folder,
        {
            "artifact_location": _uri(os.path.join(folder, "artifacts")),
            "creation_timestamp": _millis(),
            "experiment_id": run.fields["experiment_id"],
            "last_updated_timestamp": _millis(),
            "model_id": model,
            "model_type": "",
            "name": name,
            "source_run_id": run.fields["run_id"],
            "status": 2,
            "status_message": None,
        },
    )
    _write(os.path.join(folder, "artifacts", "MLmodel"), text)
    link = {"destination_id": model, "destination_type": "MODEL_OUTPUT", "source_id": model, "source_type": "RUN_OUTPUT", "step": 0}
    _write_meta(os.path.join(run.folder, "outputs", model), link)
