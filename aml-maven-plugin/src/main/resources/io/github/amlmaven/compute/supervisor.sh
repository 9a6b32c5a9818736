#!/bin/sh
# Runs one script and writes down how it ended, so that the result outlives whoever started it.
# Usage: sh azureml-setup/supervisor.sh <command> [argument ...], in the run folder; output goes where ours goes.

# A stop is meant for the script; we stay to write its exit code. A handler, unlike '', is not inherited.
trap : HUP INT TERM

sh -c 'echo $$ > azureml-setup/pid.txt; exec "$@"' aml "$@" < /dev/null
code=$?

# By rename: whoever sees the file sees the whole of it.
echo "$code" > azureml-setup/complete.tmp && mv azureml-setup/complete.tmp azureml-setup/complete
exit "$code"
