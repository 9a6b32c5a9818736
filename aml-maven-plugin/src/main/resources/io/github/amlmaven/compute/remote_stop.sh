# Sends a signal to the processes of a run, but for its supervisor. Words: run, mark, TERM or KILL
# Prints how many there were.
aml_find
aml_count=0
for aml_each in $(aml_processes); do
    kill "-$3" "$aml_each" 2> /dev/null && aml_count=$((aml_count + 1))
done
echo "$aml_count"
