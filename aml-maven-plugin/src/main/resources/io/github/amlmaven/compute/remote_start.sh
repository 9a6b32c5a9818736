# Starts a run, at most once.
# Words: run, mark, grace period, time limit, options of unshare or nothing, the words of the command
cd "$aml_run" 2> /dev/null || aml_fail "the run folder $aml_run is gone"
# A call that is made again; a file in the folder's place says that the run is taken for dead.
if [ -d azureml-setup/started ]; then
    rm -f azureml-setup/variables
    exit 0
fi
[ ! -e azureml-setup/started ] || exit 8
aml_setsid=$(command -v setsid)
aml_grace=$3 aml_limit=$4 aml_namespace=$5
shift 5
for aml_each in $(env | sed -n 's/^\(SSH_[A-Z_]*\)=.*/\1/p'); do
    unset "$aml_each"
done
# They go when a call is done that meets this one.
command exec 3< azureml-setup/variables || {
    [ ! -d azureml-setup/started ] || exit 0
    aml_fail "what the script is to be given is gone from $aml_run/azureml-setup"
}
# Those of the user can have any name but ours.
while IFS= read -r aml_line <&3; do
    aml_decode "$aml_line"
    case ${aml_text%%=*} in
        # No shell takes such a name.
        '' | [0-9]* | *[!A-Za-z0-9_]*) set -- env "$aml_text" "$@" ;;
        *) export "${aml_text?}" ;;
    esac
done
exec 3<&-
PYTHONPATH=$aml_run/azureml-setup${PYTHONPATH:+:$PYTHONPATH}
export PYTHONPATH
umask "$aml_umask"
"$aml_setsid" /bin/sh azureml-setup/supervisor.sh "$aml_grace" "$aml_limit" "$aml_namespace" "$@" \
    < /dev/null >> azureml-logs/driver_log.txt 2>&1 &
PATH=/usr/local/bin:/usr/bin:/bin
aml_hundredths=0
while [ ! -s azureml-setup/started/pid ] && [ "$aml_hundredths" -lt 300 ] && [ -d azureml-setup ]; do
    sleep 0.01
    aml_hundredths=$((aml_hundredths + 1))
done
# Not before: a call that is made again, while this one is not at its end, needs them.
rm -f azureml-setup/variables
