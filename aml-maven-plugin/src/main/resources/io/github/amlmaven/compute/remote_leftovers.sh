# Lists what runs of a project have left here, or removes one of it.
# Words: list <project>, which prints of each whether it is busy (1 or 0), its bytes, its time and its name
#        remove <name>
aml_marks=$(cat /proc/[1-9]*/environ 2> /dev/null | tr '\0' '\n' | sed -n 's/^AML_RUN_MARK=//p')
aml_busy() { # name of a folder: it ends with how the mark begins
    printf '%s\n' "$aml_marks" | grep -q "^${1##*-}"
}
case $1 in
    list)
        for aml_each in "$aml_home/azureml_runs/$2"_*; do
            aml_name=${aml_each##*/}
            printf '%s\n' "${aml_name#"$2"}" | grep -Eqx '_[0-9]{13}-[0-9a-f]{8}' || continue
            [ -d "$aml_each" ] && [ ! -L "$aml_each" ] || continue
            aml_state=0
            ! aml_busy "$aml_name" || aml_state=1
            aml_size=$(du -s -B 1 "$aml_each" 2> /dev/null)
            # A script changes files in it, and that does not show on the folder itself.
            aml_time=$(find "$aml_each" -maxdepth 3 -printf '%T@\n' 2> /dev/null | sort -n | tail -n 1)
            printf '%s %s %s %s\n' "$aml_state" "${aml_size%%[!0-9]*}" "${aml_time%%.*}" "$aml_name"
        done
        ;;
    remove)
        case $2 in '' | */* | .*) aml_fail "'$2' is no run" ;; esac
        ! aml_busy "$2" || aml_fail "a process of the run goes on"
        chmod -R u+rwX "$aml_home/azureml_runs/$2" 2> /dev/null
        rm -rf "${aml_home:?}/azureml_runs/$2" || aml_fail "cannot remove all of $aml_home/azureml_runs/$2"
        ;;
esac
