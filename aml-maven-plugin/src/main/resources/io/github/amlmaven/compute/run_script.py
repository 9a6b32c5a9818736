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


def note(file, line):
    """A line for whoever compares runs, among the metrics; without a place for it the script runs all the same."""
    if not file:
        return
    # The script may have put a pipe in its place, which would never be opened, or a link.
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        metrics = os.open(file, flags | os.O_CREAT, 0o600)
        try:
            if os.fstat(metrics).st_mode & 0o170000 == 0o100000:
                os.write(metrics, (line + "\n").encode("ascii"))
        finally:
            os.close(metrics)
    except OSError:
        pass


def used_packages():
    """The versions of the installed packages that the script has imported, as the inner part of a JSON object."""
    found = []
    for name, module in sorted(sys.modules.items()):
        facts = getattr(module, "__dict__", {})
        place = str(facts.get("__file__")).replace(os.sep, "/")
        version = facts.get("__version__")
        installed = "/site-packages/" in place or "/dist-packages/" in place
        if installed and "." not in name and type(version) is str and 0 < len(name + version) < 80:
            if not set(name + version) - plain and len(found) < 200:
                found.append('"%s": "%s"' % (name, version))
    return ", ".join(found)


plain = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._+-")
metrics_file = os.environ.get("AZUREML_METRICS_FILE")

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

note(metrics_file, '{"python": "%d.%d.%d"}' % sys.version_info[:3])

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
finally:
    try:
        used = used_packages()
        if used:
            note(metrics_file, '{"packages": {%s}}' % used)
    except Exception:  # Whatever the script has made of its modules is no reason to fail.
        pass
