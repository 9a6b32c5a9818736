# Ends what a script has left running: asks, waits, then uses force. Words: run, mark, grace period
aml_find
[ -z "$aml_supervisor" ] || aml_fail "the run is not at its end"
aml_left=$(aml_processes)
if [ -n "$aml_left" ]; then
    aml_count=$(printf '%s\n' "$aml_left" | wc -l)
    # shellcheck disable=SC2086 # several numbers in one word
    kill -TERM $aml_left 2> /dev/null
    aml_tenths=0
    while [ -n "$aml_left" ] && [ "$aml_tenths" -lt $(($3 * 10)) ]; do
        sleep 0.1
        aml_left=$(aml_processes)
        aml_tenths=$((aml_tenths + 1))
    done
    for aml_sweep in 1 2 3; do
        [ -n "$aml_left" ] || break
        # shellcheck disable=SC2086
        kill -KILL $aml_left 2> /dev/null
        sleep 0.2
        aml_left=$(aml_processes)
    done
    [ -d "$aml_run/azureml-setup" ] && echo "$aml_count" > "$aml_run/azureml-setup/stragglers"
fi
# How long ago the script ended, in milliseconds: nobody knows whether our clock is right. Then those that even force has
# not ended.
aml_complete=$aml_run/azureml-setup/complete
aml_age=-1
if [ -f "$aml_complete" ] && [ ! -L "$aml_complete" ]; then
    aml_age=$(($(date +%s%3N) - $(date -r "$aml_complete" +%s%3N)))
fi
printf '%s\n' "$aml_age"
printf '%s\n' "$aml_left" | tr '\n' ' '
