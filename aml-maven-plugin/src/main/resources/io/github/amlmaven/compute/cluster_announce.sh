# Says that a run will have an application of YARN, and makes ready what a driver in the cluster gets.
# Words: run, mark, tag of the application, deploy mode, paths of yarn and of hdfs
cd "$aml_run" 2> /dev/null || aml_fail "the run folder $aml_run is gone"
# A call that is made again, or somebody has taken the run for dead.
[ ! -e azureml-setup/started ] || exit 0
aml_folder=
if [ "$4" = cluster ]; then
    aml_folder=/user/$(id -un)/.azureml/$1
    "$6" dfs -mkdir -p "$aml_folder" < /dev/null > ../hdfs.log 2>&1 \
        || aml_fail "cannot make the folder $aml_folder in the cluster's storage: $(grep -v WARN ../hdfs.log | tail -n 1)"
    printf '%s\n' "$aml_folder" "$6" > azureml-setup/cluster_folder
    # With the variables: YARN keeps it in a folder that only the user can read.
    tar -czf ../azureml-run.tar.gz . || aml_fail "cannot pack the run folder $aml_run"
fi
printf '%s\n' "$3" "$4" "$5" "$6" "$aml_folder" > ../cluster
