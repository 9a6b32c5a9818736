# What every script begins with that looks after a run. Words: the run, its mark, and others
aml_run=$aml_home/azureml_runs/$1/azureml-run
aml_mark=AML_RUN_MARK=$2
aml_supervisor=
aml_is_ours() { # process: numbers are used again
    grep -qzxF "$aml_mark" "/proc/$1/environ" 2> /dev/null
}
aml_find() { # -> aml_supervisor: nothing when it is gone
    aml_supervisor=
    aml_pid=
    [ -f "$aml_run/azureml-setup/started/pid" ] && read -r aml_pid < "$aml_run/azureml-setup/started/pid"
    case $aml_pid in
        '' | *[!0-9]*) ;;
        *)
            aml_is_ours "$aml_pid" && aml_supervisor=$aml_pid
            return
            ;;
    esac
    if [ ! -d "$aml_run/azureml-setup" ] || [ -d "$aml_run/azureml-setup/started" ]; then
        # The script has taken the folder away, or there was no room on the disk for the number.
        for aml_each in $(grep -lzxF "$aml_mark" /proc/[1-9]*/environ 2> /dev/null); do
            aml_each=${aml_each%/environ}
            grep -qzxF azureml-setup/supervisor.sh "$aml_each/cmdline" 2> /dev/null \
                && ! grep -qzxF unshare "$aml_each/cmdline" 2> /dev/null \
                && aml_supervisor=${aml_each#/proc/} && break
        done
    fi
}
# The processes of the run but for the supervisor: those with its mark, and those of its session.
aml_processes() {
    for aml_each in $(grep -lzxF "$aml_mark" /proc/[1-9]*/environ 2> /dev/null); do
        aml_each=${aml_each#/proc/}
        aml_each=${aml_each%/environ}
        [ "$aml_each" = "$aml_supervisor" ] || [ "$aml_each" = $$ ] || echo "$aml_each"
    done
    [ -n "$aml_supervisor" ] || return 0
    for aml_each in /proc/[1-9]*; do
        { read -r aml_stat < "$aml_each/stat"; } 2> /dev/null || continue
        aml_each=${aml_each#/proc/}
        # The fields after the program's name: state, parent, group, session.
        # shellcheck disable=SC2086
        set -- ${aml_stat##*) }
        [ "$4" = "$aml_supervisor" ] && [ "$aml_each" != "$aml_supervisor" ] && [ "$1" != Z ] && echo "$aml_each"
    done
    return 0
}
