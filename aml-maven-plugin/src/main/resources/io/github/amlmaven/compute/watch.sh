#!/bin/sh
# Shows that a supervisor lives, and ends a script whose time is over when whoever should do so is gone.
# Usage, in the run folder: sh azureml-setup/watch.sh <supervisor> <mark> <time limit, s; 0: none> <grace period, s>
{
    supervisor=$1 mark=$2 limit=$3 grace=$4
    # In a container the request to end reaches all; we are ended when the script has.
    trap '' TERM

    end_with() {
        for process in /proc/[1-9]*; do
            pid=${process#/proc/}
            [ "$pid" != "$supervisor" ] && tr '\0' '\n' < "$process/environ" 2> /dev/null \
                | grep -qxF "AML_RUN_MARK=$mark" && kill "-$1" "$pid"
        done
    }

    seconds=0
    while kill -0 "$supervisor" 2> /dev/null && [ -d azureml-setup ]; do
        : > azureml-setup/heartbeat
        sleep 5
        seconds=$((seconds + 5))
        # Whoever started the run ends it in time and within its grace; half a minute later there is nobody.
        if [ "$limit" -gt 0 ] && [ "$seconds" -gt $((limit + grace + 30)) ]; then
            : > azureml-setup/timed_out
            end_with TERM
            sleep "$grace"
            end_with KILL
            break
        fi
    done
}
