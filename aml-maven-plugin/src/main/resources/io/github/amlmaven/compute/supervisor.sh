#!/bin/sh
# Runs one script and writes down how it ended, so that the result outlives whoever started it.
# Usage: sh azureml-setup/supervisor.sh <command> [argument ...], in the run folder; output goes where ours goes.

# In braces, so that the shell has read all of it before a script can change it.
{
    # A stop is meant for the script; we stay to write its exit code. A handler, unlike '', is not inherited.
    trap : HUP INT TERM

    sh -c 'echo $$ > azureml-setup/pid.txt; exec "$@"' aml "$@" < /dev/null
    code=$?

    # By rename: whoever sees the file sees the whole of it. A script that has taken the folder away costs us no noise
    # in its log.
    { echo "$code" > azureml-setup/complete.tmp && mv azureml-setup/complete.tmp azureml-setup/complete; } 2> /dev/null
    exit "$code"
}
