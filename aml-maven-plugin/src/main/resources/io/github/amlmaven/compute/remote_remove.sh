# Removes the folder of a run that has ended. Words: run, mark
aml_find
[ -z "$aml_supervisor" ] || aml_fail "the run has not ended"
case $1 in '' | */* | .*) aml_fail "'$1' is no run" ;; esac
chmod -R u+rwX "$aml_home/azureml_runs/$1" 2> /dev/null
rm -rf "${aml_home:?}/azureml_runs/$1"
