# Looks what a job finds here, after remote_tools.sh and remote_share.sh.
# Words: base of the share folder or nothing, path of the project, program, another one or nothing, own processes: yes or no
for aml_tool in kill setsid sleep; do
    command -v "$aml_tool" > /dev/null || aml_fail "there is no program '$aml_tool'"
done
[ -d /proc/self ] || aml_fail "there is no /proc"

aml_find() { # program -> its path
    case $1 in
        '~/'*) set -- "$HOME/${1#??}" ;;
        /*) ;;
        # In the run folder, which is not there yet.
        */*)
            printf '%s\n' "$1"
            return
            ;;
    esac
    command -v "$1"
}
aml_program=$(aml_find "$3")
[ -n "$aml_program" ] || [ -z "$4" ] || aml_program=$(aml_find "$4")

aml_namespace=
if [ "$5" = yes ] && command -v unshare > /dev/null; then
    # What the computer mounts later is seen in the run, too; who is not root needs a set of user numbers as well.
    for aml_options in "" "--user --map-current-user "; do
        aml_options="$aml_options--pid --fork --kill-child --mount-proc --propagation slave"
        # shellcheck disable=SC2086 # several options in one word
        if unshare $aml_options true < /dev/null > /dev/null 2>&1; then
            aml_namespace=$aml_options
            break
        fi
    done
fi
printf '%s\n' "$HOME" "$PATH" "$aml_program" "$aml_share" "$aml_namespace" "$(id -u)" "$(id -g)"
