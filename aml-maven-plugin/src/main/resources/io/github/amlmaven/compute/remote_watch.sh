# Shows what a run prints, and says when it has ended.
# Words: run, mark, how many bytes of its log are known, always or once
# Prints: log <bytes> and so many bytes and an empty line; alive, now and then; ended, or shown where once was enough
aml_log=$aml_run/azureml-logs/driver_log.txt
aml_known=$3
aml_show() {
    [ -f "$aml_log" ] && [ ! -L "$aml_log" ] || return 0
    aml_size=$(wc -c < "$aml_log")
    while [ "$aml_size" -gt "$aml_known" ]; do
        aml_count=$((aml_size - aml_known))
        [ "$aml_count" -le 4194304 ] || aml_count=4194304
        printf 'log %d\n' "$aml_count"
        tail -c +$((aml_known + 1)) "$aml_log" | head -c "$aml_count"
        echo
        aml_known=$((aml_known + aml_count))
    done
}
aml_tenths=0
aml_idle=0
while :; do
    aml_find
    aml_before=$aml_known
    aml_show
    if [ -z "$aml_supervisor" ]; then
        aml_show
        echo ended
        exit 0
    elif [ "$4" = once ]; then
        echo shown
        exit 0
    fi
    [ "$aml_before" -eq "$aml_known" ] && aml_idle=$((aml_idle + 1)) || aml_idle=0
    aml_tenths=$((aml_tenths + 1))
    [ $((aml_tenths % 10)) -ne 1 ] || echo alive
    # Quick while something happens.
    if [ "$aml_idle" -lt 50 ]; then sleep 0.05; elif [ "$aml_idle" -lt 200 ]; then sleep 0.2; else sleep 0.5; fi
done
