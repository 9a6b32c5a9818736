"""Runs a script as the driver of an application of YARN, somewhere in a cluster, and saves what it leaves:

    cluster_driver.py <script> [argument ...]

YARN has unpacked the run folder as "azureml-run" in the folder of its container. What the script leaves goes to the
storage of the cluster as one tar, from where the head node takes it. Any Python from 3.5 on can run this file.
"""

import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tarfile

ARCHIVE = "azureml-run"
SETUP = "azureml-setup"
# By it the processes on the head node are told; this may be the same computer.
MARK = "AML_RUN_MARK"


def read_variables(path):
    """The variables of the run, one a line; a line end in a value is written as \\n."""
    variables = {}
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            text = re.sub(r"\\(.)", lambda found: "\n" if found.group(1) == "n" else found.group(1), line[:-1])
            name, _, value = text.partition("=")
            variables[name] = value
    return variables


def environment(root):
    setup = os.path.join(root, SETUP)
    variables = dict(os.environ)
    variables.update(read_variables(os.path.join(setup, "variables")))
    variables.pop(MARK, None)
    variables["AZUREML_METRICS_FILE"] = os.path.join(setup, "metrics.jsonl")
    variables["AZUREML_UPLOADS_DIRECTORY"] = os.path.join(setup, "uploads")
    if variables.get("MLFLOW_TRACKING_URI", "").endswith("/".join(["", ARCHIVE, SETUP, "mlruns"])):  # not the user's own
        variables["MLFLOW_TRACKING_URI"] = pathlib.Path(setup, "mlruns").as_uri()
    folders = [os.path.abspath(folder) for folder in variables.get("PYTHONPATH", "").split(os.pathsep) if folder]
    variables["PYTHONPATH"] = os.pathsep.join([setup] + folders)
    return variables


def run(root, arguments):
    """Runs the script, shows what it prints and keeps it, too; the exit code, negative for a signal."""
    command = [os.path.abspath(sys.executable), "-u", os.path.join(SETUP, "run_script.py")] + arguments
    child = subprocess.Popen(
        command, cwd=root, env=environment(root), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    with open(os.path.join(root, SETUP, "cluster_log"), "wb") as log:
        for piece in iter(lambda: child.stdout.read1(65536), b""):
            log.write(piece)
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
    return child.wait()


def hdfs():
    """The program, wherever this computer has it."""
    with open(os.path.join(ARCHIVE, SETUP, "cluster_folder")) as lines:
        folder, on_head_node = lines.read().splitlines()
    home = os.environ.get("HADOOP_HOME")
    places = [shutil.which("hdfs"), home and os.path.join(home, "bin", "hdfs"), on_head_node]
    found = [place for place in places if place and os.access(place, os.X_OK)]
    if not found:
        sys.exit("cannot save the outputs: there is no program 'hdfs' on " + os.uname().nodename)
    return found[0], folder


def save(root, names):
    """Brings files and folders to the cluster's storage; whoever sees the tar there sees the whole of it."""
    program, folder = hdfs()
    with tarfile.open("saved.tar", "w", format=tarfile.PAX_FORMAT) as tar:
        for name in names:
            if os.path.lexists(os.path.join(root, name)):
                tar.add(os.path.join(root, name), name)
    variables = dict(os.environ)
    shipped = os.path.join(os.getcwd(), "__spark_conf__", "__hadoop_conf__")
    if "HADOOP_CONF_DIR" not in variables and os.path.isdir(shipped):
        variables["HADOOP_CONF_DIR"] = shipped
    # Where there is no Kerberos, the folder of the user who has started the application is opened by the name alone.
    variables.setdefault("HADOOP_USER_NAME", folder.split("/")[2])
    for arguments in (["-put", "-f", "saved.tar", folder + "/part.tar"], ["-mv", folder + "/part.tar", folder + "/saved.tar"]):
        code = subprocess.call([program, "dfs"] + arguments, env=variables, stdin=subprocess.DEVNULL)
        if code != 0:
            sys.exit("cannot save the outputs: hdfs dfs " + arguments[0] + " ended with exit code " + str(code))


def main():
    root = os.path.abspath("run")
    # A copy: YARN may give what it has unpacked to others, too.
    shutil.copytree(os.path.realpath(ARCHIVE), root, symlinks=True)
    code = run(root, sys.argv[1:])
    with open(os.path.join(root, SETUP, "cluster_exit"), "w") as file:
        file.write("%d %d\n" % ((128 - code, -code) if code < 0 else (code, 0)))
    logs = os.path.join(root, "azureml-logs")
    own = ["azureml-logs/" + name for name in os.listdir(logs) if name not in ("driver_log.txt", "control_log.txt")]
    setup = [SETUP + "/" + name for name in ("metrics.jsonl", "uploads", "mlruns", "cluster_log", "cluster_exit")]
    save(root, ["outputs"] + own + setup)
    sys.exit(128 - code if code < 0 else code)


main()
