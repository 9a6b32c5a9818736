# Has YARN end the application of a run. Words: run, mark. Prints its id; nothing when there is none
aml_application
[ -n "$aml_id" ] || exit 0
aml_kill || aml_fail "YARN does not end $aml_id: $(tail -n 1 "$aml_place/kill.log")"
printf '%s\n' "$aml_id"
