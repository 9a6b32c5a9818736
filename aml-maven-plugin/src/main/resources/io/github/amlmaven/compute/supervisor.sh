#!/bin/sh
# Runs one script and writes down how it ended, so that the result outlives whoever started it.
# Usage: sh azureml-setup/supervisor.sh <command> [argument ...], in the run folder; output goes where ours goes.

# In braces, so that the shell has read all of it before a script can change it.
{
    # A stop is meant for the script; we stay to write its exit code. A handler, unlike '', is not inherited.
    trap : HUP INT TERM

    # The shell itself would say 'Terminated' in the script's log.
    exec 3>&2 2> /dev/null
    sh -c 'echo $$ > azureml-setup/pid.txt; exec "$@"' aml "$@" < /dev/null 2>&3 3>&-
    code=$?

    # By rename: whoever sees the file sees the whole of it.
    echo "$code" > azureml-setup/complete.tmp && mv azureml-setup/complete.tmp azureml-setup/complete
    exit "$code"
}
