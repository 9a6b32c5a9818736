# Sends a signal to the processes of a run. Words: run, mark, TERM or KILL, whether to the supervisor, too: yes or no
# Prints how many there were.
aml_find
aml_count=0
for aml_each in $(aml_processes); do
    kill "-$3" "$aml_each" 2> /dev/null && aml_count=$((aml_count + 1))
done
[ "$4" = no ] || [ -z "$aml_supervisor" ] || kill "-$3" "$aml_supervisor"
echo "$aml_count"
