#!/bin/sh
# Ends what a script has left running, politely; when we have ended, the system does it by force. We are the first process
# of a run's own set of process numbers, or one of the first in its container.
# Usage, below supervisor.sh: sh azureml-setup/first_process.sh <grace period, s> <umask> <command> ...
{
    # Our variables have names of their own: an assignment to one of the user's would reach the script.
    trap : HUP INT TERM
    aml_grace=$1 aml_mask=$2
    shift 2
    aml_known=' '
    for aml_process in /proc/[1-9]*; do
        aml_known="$aml_known${aml_process#/proc/} "
    done
    exec 3>&2 2<> azureml-setup/ended_by
    sh -c 'exec 2>&3 3>&-; echo $$ > azureml-setup/pid.txt; umask "$0"; exec "$@"' "$aml_mask" "$@"
    aml_code=$?
    printf '%-64s\n' "$aml_code" 1<> azureml-setup/exit_code

    # Those that were there before the script, and the ones they start, are none of its.
    count_others() {
        aml_others=0
        for aml_process in /proc/[1-9]*; do
            case $aml_known in *" ${aml_process#/proc/} "*) continue ;; esac
            { read -r aml_stat < "$aml_process/stat"; } 2> /dev/null || continue
            # shellcheck disable=SC2086 # the fields after the program's name
            set -- ${aml_stat##*) }
            # An orphan's parent is process 1; a process that comes from outside the container has none.
            [ "$2" -eq 0 ] && continue
            if [ "$2" -ne 1 ] && [ "$2" -ne $$ ]; then
                case $aml_known in *" $2 "*) continue ;; esac
            fi
            aml_others=$((aml_others + 1))
        done
    }
    count_others
    if [ "$aml_others" -gt 0 ]; then
        echo "$aml_others" > azureml-setup/stragglers
        kill -TERM -1
        aml_tenths=0
        while count_others && [ "$aml_others" -gt 0 ] && [ "$aml_tenths" -lt $((aml_grace * 10)) ]; do
            sleep 0.1
            aml_tenths=$((aml_tenths + 1))
        done
    fi
    exit "$aml_code"
}
