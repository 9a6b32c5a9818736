# Brings here what the driver of a run has left in the cluster, and writes down what has become of the application.
# Words: run, mark. Prints what there is to say about it
[ ! -e "$aml_place/collected" ] || exit 0
cd "$aml_run" 2> /dev/null || aml_fail "the run folder $aml_run is gone"
aml_application
aml_round=0
while [ -n "$aml_id" ]; do
    aml_report=$("$aml_yarn" application -status "$aml_id" < /dev/null 2> /dev/null)
    aml_state=$(printf '%s\n' "$aml_report" | sed -n 's/^[[:space:]]*State : //p')
    case $aml_state in FINISHED | FAILED | KILLED) break ;; esac
    aml_round=$((aml_round + 1))
    if [ "$aml_round" -eq 4 ]; then
        # Nobody waits for it any more.
        echo "$aml_id was still $aml_state; YARN is asked to end it."
        aml_kill
    elif [ "$aml_round" -gt 12 ]; then
        echo "Nobody can tell whether $aml_id has ended."
        break
    fi
    sleep 1
done
if [ -n "$aml_id" ] && [ -d azureml-setup ]; then
    # Of an application that has ended YARN tells no address where nobody keeps its history.
    {
        printf '%s\n' "$aml_report" \
            | sed -n 's/^[[:space:]]*\(Application-Id\|State\|Final-State\|Tracking-URL\|Diagnostics\) : /\1 : /p'
        sed -n 's/^[[:space:]]*tracking URL: \(http.*\)/Tracking-URL : \1/p' "$aml_log" | tail -n 1
    } | grep -v ' : N/A$' > azureml-setup/application
fi
if [ "$aml_mode" = cluster ]; then
    rm -f "$aml_place/saved.tar"
    if "$aml_hdfs" dfs -get "$aml_folder/saved.tar" "$aml_place/saved.tar" < /dev/null > "$aml_place/hdfs.log" 2>&1; then
        rm -rf outputs
        tar -xpof "$aml_place/saved.tar" || echo "Not everything that the driver has saved could be unpacked."
        cat azureml-setup/cluster_log >> "$aml_log"
        aml_code=
        [ ! -f azureml-setup/cluster_exit ] || read -r aml_code aml_signal < azureml-setup/cluster_exit
        # spark-submit knows only that it failed.
        if [ -n "$aml_code" ] && [ -f azureml-setup/complete ]; then
            printf '%-64s\n' "$aml_code $aml_signal 0" > azureml-setup/complete.tmp
            mv azureml-setup/complete.tmp azureml-setup/complete
        fi
        rm -f azureml-setup/cluster_log azureml-setup/cluster_exit "$aml_place/saved.tar"
    elif [ -n "$aml_id" ]; then
        echo "The driver has saved nothing: what it wrote to outputs is lost."
        # YARN gathers the logs of an application that has ended; it takes a while.
        for aml_round in 1 2 3 4 5; do
            "$aml_yarn" logs -applicationId "$aml_id" < /dev/null > "$aml_place/yarn.log" 2> "$aml_place/hdfs.log"
            [ ! -s "$aml_place/yarn.log" ] || break
            sleep 1
        done
        cat "$aml_place/yarn.log" >> "$aml_log"
    fi
fi
: > "$aml_place/collected"
