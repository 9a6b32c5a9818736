"""Runs a script as the driver of a batch of Livy, in the run folder, which lies in a storage that the cluster sees:

    livy_driver.py <run folder> <script> [argument ...]

What the script prints goes to the driver log there. Its exit code is written down by rename, as supervisor.sh does it. A
file azureml-setup/cancel with a number of seconds asks for its end. Any Python from 3.5 on can run this file.
"""

import os
import re
import signal
import subprocess
import sys
import time

SETUP = "azureml-setup"


def read_variables(path):
    """The variables of the run, one a line; a line end in a value is written as \\n."""
    variables = {}
    with open(path, encoding="utf-8", newline="\n") as lines:
        for line in lines:
            text = re.sub(r"\\(.)", lambda found: "\n" if found.group(1) == "n" else found.group(1), line[:-1])
            name, _, value = text.partition("=")
            variables[name] = value
    # It can hold secrets, and nobody needs it any more.
    os.remove(path)
    return variables


def environment(root):
    setup = os.path.join(root, SETUP)
    variables = dict(os.environ)
    variables.update(read_variables(os.path.join(setup, "variables")))
    folders = [os.path.abspath(folder) for folder in variables.get("PYTHONPATH", "").split(os.pathsep) if folder]
    variables["PYTHONPATH"] = os.pathsep.join([setup] + folders)
    return variables


def send(child, number):
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        pass


def grace():
    """The seconds between the request to end and the end by force; None while nobody asks for it."""
    try:
        with open(os.path.join(SETUP, "cancel")) as file:
            return float(file.read() or 0)
    except (OSError, ValueError):
        return None


def look_after(child):
    """To the end of the script; the exit code, negative for a signal."""
    parent = os.getppid()
    asked = None
    while child.poll() is None:
        seconds = grace()
        if seconds is not None:
            if asked is None:
                send(child, signal.SIGTERM)
                asked = time.time()
            elif time.time() - asked > seconds:
                send(child, signal.SIGKILL)
        if os.getppid() != parent:  # Spark is gone.
            send(child, signal.SIGKILL)
        time.sleep(0.1)
    send(child, signal.SIGKILL)  # what the script has left running
    return child.returncode


def main():
    root = sys.argv[1]
    python = os.path.abspath(sys.executable)
    try:
        # A folder is made by one only: no script runs twice, and none that is taken for dead.
        os.mkdir(os.path.join(root, SETUP, "started"))
    except FileExistsError:
        sys.exit(125)
    variables = environment(root)
    os.chdir(root)
    with open(os.path.join("azureml-logs", "driver_log.txt"), "ab") as log:
        child = subprocess.Popen(
            [python, "-u", os.path.join(SETUP, "run_script.py")] + sys.argv[2:],
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        signal.signal(signal.SIGTERM, lambda *_: send(child, signal.SIGTERM))
        code = look_after(child)
    beside = os.path.join(SETUP, "complete.tmp")
    with open(beside, "w") as file:
        file.write("%d %d 0\n" % ((128 - code, -code) if code < 0 else (code, 0)))
    os.rename(beside, os.path.join(SETUP, "complete"))
    sys.exit(128 - code if code < 0 else code)


main()
