# Says what has become of a run, and sees to it that one that has not been started never will be.
# Words: run, mark. Prints: never, running or ended
aml_find
if [ -n "$aml_supervisor" ]; then
    echo running
    exit 0
elif [ ! -d "$aml_run" ]; then
    # In the place of the folder that is about to come.
    mkdir -p "$aml_run/azureml-setup" || aml_fail "cannot make the folder $aml_run"
fi
aml_tries=0
while [ "$aml_tries" -lt 100 ]; do
    aml_find
    if [ -n "$aml_supervisor" ]; then
        echo running
        exit 0
    elif [ ! -d "$aml_run/azureml-setup" ]; then
        echo ended
        exit 0
    elif [ -d "$aml_run/azureml-setup/started" ]; then
        # Between making its folder and writing its number into it a supervisor is not seen.
        if [ -s "$aml_run/azureml-setup/started/pid" ] || [ "$aml_tries" -gt 50 ]; then
            aml_find
            [ -n "$aml_supervisor" ] && echo running || echo ended
            exit 0
        fi
    elif [ -e "$aml_run/azureml-setup/started" ] || (set -C && : > "$aml_run/azureml-setup/started") 2> /dev/null; then
        rm -f "$aml_run/azureml-setup/variables"
        echo never
        exit 0
    fi
    aml_tries=$((aml_tries + 1))
    sleep 0.05
done
aml_fail "nobody can tell whether the run has been started"
