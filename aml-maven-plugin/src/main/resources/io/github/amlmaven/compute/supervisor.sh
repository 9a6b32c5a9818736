#!/bin/sh
# Runs one script, at most once, and writes down how it ended, so that the result outlives whoever started it.
# Usage, in the run folder; output goes where ours goes:
#   sh azureml-setup/supervisor.sh <grace period, s> <time limit, s; 0: none> <own processes> <command> ...
# Own processes: the options of unshare; container: we are in one; nothing: the processes of the computer are shared.

# In braces, so that the shell has read all of it before a script can change it.
{
    # Our variables have names of their own: an assignment to one of the user's would reach the script.
    # A stop is meant for the script; we stay to write its exit code. A handler, unlike '', is not inherited.
    trap : HUP INT
    trap ': > azureml-setup/asked_to_end' TERM
    aml_mask=$(umask)
    umask 077
    aml_grace=$1 aml_limit=$2 aml_namespace=$3
    shift 3

    # A folder is made by one only, so whoever takes a run for dead and makes it first keeps us from starting late.
    mkdir azureml-setup/started 2> /dev/null || exit 125
    echo $$ > azureml-setup/started/pid

    # Room for what is written at the end, when the script may have filled the disk.
    printf '%64s\n' '' > azureml-setup/complete.tmp
    printf '%64s\n' '' > azureml-setup/ended_by

    command -v setsid > /dev/null && aml_apart=setsid
    aml_watch=$(
        $aml_apart env -i PATH="$PATH" sh azureml-setup/watch.sh $$ "$AML_RUN_MARK" "$aml_limit" "$aml_grace" > /dev/null 2>&1 &
        echo $!
    )

    out_of_memory() {
        while read -r aml_key aml_value; do
            [ "$aml_key" = oom_kill ] && echo "$aml_value"
        done 2> /dev/null < /proc/vmstat
    }
    aml_before=$(out_of_memory 2> /dev/null)

    # A shell says when a signal has ended its child, and only so can a signal be told from an exit code over 128.
    exec 3>&2 2<> azureml-setup/ended_by
    if [ "$aml_namespace" = container ]; then
        sh -c 'exec 2>&3 3>&-; exec "$@"' aml \
            sh azureml-setup/first_process.sh "$aml_grace" "$aml_mask" "$@" < /dev/null
    elif [ -n "$aml_namespace" ]; then
        # shellcheck disable=SC2016,SC2086 # several options in one word
        sh -c 'exec 2>&3 3>&-; exec unshare "$@"' aml $aml_namespace \
            sh azureml-setup/first_process.sh "$aml_grace" "$aml_mask" "$@" < /dev/null
    else
        sh -c 'exec 2>&3 3>&-; echo $$ > azureml-setup/pid.txt; umask "$0"; exec "$@"' "$aml_mask" "$@" < /dev/null
    fi
    aml_code=$?
    # Files only: a script can put a pipe in their place, which would never end.
    aml_told=
    [ -s azureml-setup/exit_code ] && read -r aml_told < azureml-setup/exit_code
    case $aml_told in
        '' | *[!0-9]*) ;;
        *) aml_code=$aml_told ;;
    esac
    aml_signal=0
    if [ "$aml_code" -gt 128 ]; then
        aml_said=
        [ -s azureml-setup/ended_by ] && read -r aml_said < azureml-setup/ended_by
        # Of these two the shell says nothing.
        [ -n "$aml_said" ] || [ "$aml_code" -eq 130 ] || [ "$aml_code" -eq 141 ] && aml_signal=$((aml_code - 128))
    fi
    aml_memory=0
    [ "$aml_signal" -eq 9 ] && [ "$(out_of_memory 2> /dev/null)" != "$aml_before" ] && aml_memory=1

    # By rename: whoever sees the file sees the whole of it.
    printf '%-64s\n' "$aml_code $aml_signal $aml_memory" 1<> azureml-setup/complete.tmp
    mv azureml-setup/complete.tmp azureml-setup/complete

    kill -9 -"$aml_watch"
    exit "$aml_code"
}
