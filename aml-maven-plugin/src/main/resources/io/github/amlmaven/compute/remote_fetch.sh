# Sends what a run has left: outputs, logs, metrics, uploads. Words: run, mark, the size from which on an output stays here
# Prints: a line for each file or folder that stays, with its size, or - where it may not be read, and its name; an empty
# line; a tar. The exit code of a folder that is gone is 7.
[ -d "$aml_run" ] && cd "$aml_run/.." 2> /dev/null || exit 7
chmod u+rwx azureml-run 2> /dev/null
rm -f azureml-run/azureml-setup/variables
aml_most=$(($3 - 1))
aml_closed() { # what is done with those that may not be read
    for aml_each in azureml-run/azureml-logs azureml-run/azureml-setup azureml-run/outputs; do
        [ -e "$aml_each" ] || [ -L "$aml_each" ] || continue
        find "$aml_each" \( -type d ! \( -readable -executable \) -o -type f ! -readable \) "$@"
    done
}
aml_each_file() { # what is done with those that stay -- and with the others
    # A log has no limit.
    aml_closed -prune -o -type f ! -path 'azureml-run/azureml-logs/*' -size "+${aml_most}c" "$@"
}
{
    aml_closed -printf '- %p\0' -prune
    aml_each_file -printf '%s %p\0'
} | sed -z 's/\\/\\\\/g; s/\n/\\n/g' | tr '\0' '\n'
echo
{
    printf 'azureml-run\0'
    aml_each_file -o -print0
} | tar -cf - --format=pax --no-recursion --null -T - --ignore-failed-read
# 1: a file has changed while it was read; nobody that we know of changes one any more.
[ $? -le 1 ]
