# Sends what a run has left: outputs, logs, metrics, uploads. Words: run, mark, the size from which on an output stays here
# Prints: a line for each file that stays, with size and name; an empty line; a tar
cd "$aml_run/.." 2> /dev/null || aml_fail "the run folder $aml_run is gone"
aml_most=$(($3 - 1))
aml_each_file() { # what is done with those that stay -- and with the others
    for aml_each in azureml-run/azureml-logs azureml-run/azureml-setup azureml-run/outputs; do
        [ -e "$aml_each" ] || [ -L "$aml_each" ] || continue
        # A log has no limit.
        find "$aml_each" -type f ! -path 'azureml-run/azureml-logs/*' -size "+${aml_most}c" "$@"
    done
}
aml_each_file -printf '%s %p\0' | sed -z 's/\\/\\\\/g; s/\n/\\n/g' | tr '\0' '\n'
echo
{
    printf 'azureml-run\0'
    aml_each_file -o -print0
} | tar -cf - --format=pax --no-recursion --null -T -
# 1: a file has changed while it was read; nobody that we know of changes one any more.
[ $? -le 1 ]
