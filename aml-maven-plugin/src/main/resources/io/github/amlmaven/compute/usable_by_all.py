"""Sees to it that every user can run this Python, whose base may lie in the home folder of root, and tries it as one."""
import os
import sys


def open_way(path):
    folder = os.path.dirname(os.path.realpath(path))
    while folder != os.path.dirname(folder):
        mode = os.stat(folder).st_mode & 0o7777
        if mode & 0o011 != 0o011:
            os.chmod(folder, mode | 0o011)
        folder = os.path.dirname(folder)


open_way(sys.executable)
open_way(os.path.join(sys.base_prefix, "lib"))
try:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
except OSError:
    # On an engine that has one user only, nobody else will run it.
    sys.exit(0)
os.execv(sys.executable, [sys.executable, "-c", "import json"])
