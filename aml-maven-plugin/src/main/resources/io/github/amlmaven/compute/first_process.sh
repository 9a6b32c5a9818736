#!/bin/sh
# Ends what a script has left running, politely; when we have ended, the system does it by force. We are the first process
# of a run's own set of process numbers, or one of the first in its container.
# Usage, below supervisor.sh: sh azureml-setup/first_process.sh <grace period, s> <umask> <command> ...
{
    trap : HUP INT TERM
    grace=$1 mask=$2
    shift 2
    known=' '
    for process in /proc/[1-9]*; do
        known="$known${process#/proc/} "
    done
    exec 3>&2 2<> azureml-setup/ended_by
    sh -c 'exec 2>&3 3>&-; echo $$ > azureml-setup/pid.txt; umask "$0"; exec "$@"' "$mask" "$@"
    code=$?
    printf '%-64s\n' "$code" 1<> azureml-setup/exit_code

    # Those that were there before the script, and the ones they start, are none of its.
    count_others() {
        others=0
        for process in /proc/[1-9]*; do
            case $known in *" ${process#/proc/} "*) continue ;; esac
            { read -r stat < "$process/stat"; } 2> /dev/null || continue
            # shellcheck disable=SC2086 # the fields after the program's name
            set -- ${stat##*) }
            # An orphan's parent is process 1; a process that comes from outside the container has none.
            [ "$2" -eq 0 ] && continue
            if [ "$2" -ne 1 ] && [ "$2" -ne $$ ]; then
                case $known in *" $2 "*) continue ;; esac
            fi
            others=$((others + 1))
        done
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
