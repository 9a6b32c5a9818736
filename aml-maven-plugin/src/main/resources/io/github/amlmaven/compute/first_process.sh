#!/bin/sh
# The first process of a run's own set of process numbers: when it ends, the system ends whatever the script has left.
# Usage, below supervisor.sh: sh azureml-setup/first_process.sh <grace period, s> <umask> <command> ...
{
    trap : HUP INT TERM
    grace=$1 mask=$2
    shift 2
    exec 3>&2 2<> azureml-setup/ended_by
    sh -c 'exec 2>&3 3>&-; echo $$ > azureml-setup/pid.txt; umask "$0"; exec "$@"' "$mask" "$@"
    code=$?
    printf '%-64s\n' "$code" 1<> azureml-setup/exit_code

    count_others() {
        set -- /proc/[1-9]*
        others=$(($# - 1))
    }
    count_others
    if [ "$others" -gt 0 ]; then
        echo "$others" > azureml-setup/stragglers
        kill -TERM -1
        tenths=0
        while count_others && [ "$others" -gt 0 ] && [ "$tenths" -lt $((grace * 10)) ]; do
            sleep 0.1
            tenths=$((tenths + 1))
        done
    fi
    exit "$code"
}
