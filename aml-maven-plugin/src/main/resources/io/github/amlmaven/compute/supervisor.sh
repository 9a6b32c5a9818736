#!/bin/sh
# Runs one script, at most once, and writes down how it ended, so that the result outlives whoever started it.
# Usage, in the run folder; output goes where ours goes:
#   sh azureml-setup/supervisor.sh <grace period, s> <time limit, s; 0: none> <own processes> <command> ...
# Own processes: the options of unshare; container: we are in one; nothing: the processes of the computer are shared.

# In braces, so that the shell has read all of it before a script can change it.
{
    # A stop is meant for the script; we stay to write its exit code. A handler, unlike '', is not inherited.
    trap : HUP INT
    trap ': > azureml-setup/asked_to_end' TERM
    mask=$(umask)
    umask 077
    grace=$1 limit=$2 namespace=$3
    shift 3

    # A folder is made by one only, so whoever takes a run for dead and makes it first keeps us from starting late.
    mkdir azureml-setup/started 2> /dev/null || exit 125
    echo $$ > azureml-setup/started/pid

    # Room for what is written at the end, when the script may have filled the disk.
    printf '%64s\n' '' > azureml-setup/complete.tmp
    printf '%64s\n' '' > azureml-setup/ended_by

    command -v setsid > /dev/null && apart=setsid
    watch=$(
        $apart env -i PATH="$PATH" sh azureml-setup/watch.sh $$ "$AML_RUN_MARK" "$limit" "$grace" > /dev/null 2>&1 &
        echo $!
    )

    out_of_memory() {
        while read -r key value; do
            [ "$key" = oom_kill ] && echo "$value"
        done 2> /dev/null < /proc/vmstat
    }
    before=$(out_of_memory 2> /dev/null)

    # A shell says when a signal has ended its child, and only so can a signal be told from an exit code over 128.
    exec 3>&2 2<> azureml-setup/ended_by
    if [ "$namespace" = container ]; then
        sh -c 'exec 2>&3 3>&-; exec "$@"' aml \
            sh azureml-setup/first_process.sh "$grace" "$mask" "$@" < /dev/null
    elif [ -n "$namespace" ]; then
        # shellcheck disable=SC2016,SC2086 # several options in one word
        sh -c 'exec 2>&3 3>&-; exec unshare "$@"' aml $namespace \
            sh azureml-setup/first_process.sh "$grace" "$mask" "$@" < /dev/null
    else
        sh -c 'exec 2>&3 3>&-; echo $$ > azureml-setup/pid.txt; umask "$0"; exec "$@"' "$mask" "$@" < /dev/null
    fi
    code=$?
    # Files only: a script can put a pipe in their place, which would never end.
    told=
    [ -s azureml-setup/exit_code ] && read -r told < azureml-setup/exit_code
    case $told in
        '' | *[!0-9]*) ;;
        *) code=$told ;;
    esac
    signal=0
    if [ "$code" -gt 128 ]; then
        said=
        [ -s azureml-setup/ended_by ] && read -r said < azureml-setup/ended_by
        # Of these two the shell says nothing.
        [ -n "$said" ] || [ "$code" -eq 130 ] || [ "$code" -eq 141 ] && signal=$((code - 128))
    fi
    memory=0
    [ "$signal" -eq 9 ] && [ "$(out_of_memory 2> /dev/null)" != "$before" ] && memory=1

    # By rename: whoever sees the file sees the whole of it.
    printf '%-64s\n' "$code $signal $memory" 1<> azureml-setup/complete.tmp
    mv azureml-setup/complete.tmp azureml-setup/complete

    kill -9 -"$watch"
    exit "$code"
}
