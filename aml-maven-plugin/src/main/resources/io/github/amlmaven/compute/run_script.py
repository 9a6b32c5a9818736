"""Runs a script the way the Workbench did: python -u azureml-setup/run_script.py <script> [argument ...]

The script is __main__, as under "python <script>", with three differences: it knows "os" and "sys" without importing
them, it can import from its own folder, from the project's root (the working directory) and the azureml package beside
this file, and the bottom of its call stack is this file, which no traceback shows.

Any Python from 3.5 on can run this file.
"""

# First of all: what this version of Python puts into a fresh __main__, before anything of ours is there.
fresh_main = dict(globals(), __doc__=None)

import os
import sys


def leave_to_python():
    """Runs the script without this host: Python itself says best why a file cannot be read or compiled."""
    command = [sys.executable, "-u"] + sys.argv
    if os.name == "nt":  # There, exec returns to the caller before the new process has ended.
        import subprocess

        sys.exit(subprocess.call(command))
    os.execv(sys.executable, command)


def hide_host(hook):
    """The hook for uncaught exceptions, shielded from the stack entry of this file."""

    def script_only(kind, error, trace):
        while trace is not None and trace.tb_frame.f_globals is globals():
            trace = trace.tb_next
        sys.excepthook = hook
        sys.last_traceback = error.__traceback__ = trace
        hook(kind, error, trace)

    return script_only


if len(sys.argv) < 2:
    sys.exit("usage: python -u run_script.py <script> [argument ...]")

setup = os.path.dirname(os.path.realpath(__file__))
if sys.path and os.path.realpath(sys.path[0]) == setup:
    del sys.path[0]
if hasattr(sys, "orig_argv"):
    del sys.orig_argv[-len(sys.argv)]
del sys.argv[0]

script = sys.argv[0]
# Before the installed packages: an old azureml package among them would hide ours.
sys.path[:0] = [os.path.dirname(os.path.realpath(script)), os.getcwd(), setup]
if sys.path[0] == sys.path[1]:
    del sys.path[1]
# Python made the script's path absolute in 3.9; tracebacks and __file__ show it.
filename = os.path.abspath(script) if sys.version_info >= (3, 9) else script

try:
    with open(script, "rb") as source:
        code = compile(source.read(), filename, "exec", dont_inherit=True)
except (OSError, SyntaxError, ValueError, OverflowError, RecursionError):
    leave_to_python()

main = type(sys)("__main__")
main.__dict__.update(fresh_main, os=os, sys=sys, __file__=filename, __loader__=type(__loader__)("__main__", filename))
sys.modules["__main__"] = main

try:
    exec(code, main.__dict__)
except SystemExit:
    raise
except BaseException:
    # Python does the rest, as for any script: the exit code, a signal for Ctrl-C, a hook that fails.
    sys.excepthook = hide_host(getattr(sys, "excepthook", sys.__excepthook__))
    raise
