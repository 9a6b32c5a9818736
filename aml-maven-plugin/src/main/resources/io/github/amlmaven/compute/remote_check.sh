# Looks what a job finds here, and makes its share folder.
# Words: program, another one or nothing, base of the share folder or nothing, path of the project, own processes: yes or no
for aml_tool in cat chmod cp find grep gzip head kill ls mkdir mv rm sed setsid sha256sum sleep tail tar tr wc xargs; do
    command -v "$aml_tool" > /dev/null || aml_fail "there is no program '$aml_tool'"
done
# What reads names from a list, and writes the rest after it.
case $(tar --version 2> /dev/null) in
    *GNU*) ;;
    *) aml_fail "its tar is not GNU tar" ;;
esac
[ -d /proc/self ] || aml_fail "there is no /proc"
mkdir -p "$aml_home/azureml_runs" || aml_fail "cannot make the folder $aml_home/azureml_runs"

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
aml_program=$(aml_find "$1")
[ -n "$aml_program" ] || [ -z "$2" ] || aml_program=$(aml_find "$2")

aml_share=
if [ -n "$3" ]; then
    case $3 in
        '~') aml_share=$HOME ;;
        '~/'*) aml_share=$HOME/${3#??} ;;
        *) aml_share=$3 ;;
    esac
    aml_share=${aml_share%/}/$4
    mkdir -p "$aml_share" || aml_fail "cannot make the share folder $aml_share"
fi

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
