#!/usr/bin/env python3
"""Times two commands in turn (A B A B ...) as whole processes, and prints medians and their difference.

Usage: pairs.py RUNS 'COMMAND A' 'COMMAND B'   (each is given to sh; one run of each is not counted)
What stands before ' ;; ' in a command prepares each run and is not timed. CPU and memory are those of the process and of
what it has waited for.
"""
import os
import statistics
import subprocess
import sys
import time


def once(command):
    preparation, _, command = command.rpartition(" ;; ")
    subprocess.run(["/bin/sh", "-c", preparation], check=True, stdout=subprocess.DEVNULL)
    start = time.monotonic()
    process = subprocess.Popen(["/bin/sh", "-c", "exec " + command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit("failed: %s\n%s" % (command, errors.decode(errors="replace")))
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    runs, commands = int(sys.argv[1]), sys.argv[2:4]
    for command in commands:
        once(command)
    results = [[once(command) for command in commands] for _ in range(runs)]
    for index, name in enumerate("AB"):
        seconds, cpu, memory = zip(*(pair[index] for pair in results))
        print("%s: %.3f s median (%.3f to %.3f), CPU %.2f s, peak %.0f MiB: %s" % (
            name, statistics.median(seconds), min(seconds), max(seconds), statistics.median(cpu), max(memory),
            commands[index].rpartition(" ;; ")[2]))
    print("A - B: %+.3f s median of pairs; A / B: %.2f" % (
        statistics.median(a[0] - b[0] for a, b in results), statistics.median(a[0] / b[0] for a, b in results)))


if __name__ == "__main__":
    main()
