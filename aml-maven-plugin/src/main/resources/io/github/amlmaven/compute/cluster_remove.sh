# Removes what a run has in the storage of the cluster. Words: run, mark
[ "$aml_mode" = cluster ] || exit 0
case $aml_folder in /user/*/.azureml/?*) ;; *) aml_fail "'$aml_folder' is no folder of a run" ;; esac
"$aml_hdfs" dfs -rm -r -f -skipTrash "$aml_folder" < /dev/null > /dev/null 2>&1
