# What every script begins with that looks after the application of a run; nothing more is done for a run without one.
aml_place=$aml_home/azureml_runs/$1
[ -f "$aml_place/cluster" ] || exit 0
{
    read -r aml_tag
    read -r aml_mode
    read -r aml_yarn
    read -r aml_hdfs
    read -r aml_folder
} < "$aml_place/cluster"
aml_log=$aml_run/azureml-logs/driver_log.txt
aml_application() { # -> aml_id: nothing when there is none
    aml_id=
    [ ! -f "$aml_log" ] \
        || aml_id=$(sed -n 's/.*Submitt[a-z]* application \(application_[0-9]*_[0-9]*\).*/\1/p' "$aml_log" | head -n 1)
    # Spark may have been told to say little.
    [ -n "$aml_id" ] || aml_id=$("$aml_yarn" application -list -appStates ALL -appTags "$aml_tag" < /dev/null 2> /dev/null \
        | sed -n 's/^[[:space:]]*\(application_[0-9]*_[0-9]*\).*/\1/p' | head -n 1)
}
aml_kill() {
    "$aml_yarn" application -kill "$aml_id" < /dev/null > "$aml_place/kill.log" 2>&1
}
