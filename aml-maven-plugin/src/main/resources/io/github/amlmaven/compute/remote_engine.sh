# Finds the Docker engine of this computer. Words: none
# Prints: found, denied or none; its socket, or those that were looked for; home; number of the user; number of the group
aml_own=${XDG_RUNTIME_DIR:-/run/user/$(id -u)}
aml_state=none
aml_tried=
for aml_each in /var/run/docker.sock "$aml_own/docker.sock" "$aml_own/podman/podman.sock"; do
    if [ -S "$aml_each" ] && [ -w "$aml_each" ]; then
        aml_state=found
        aml_tried=$aml_each
        break
    elif [ -S "$aml_each" ]; then
        aml_state=denied
        aml_tried=$aml_each
    elif [ "$aml_state" = none ]; then
        aml_tried=${aml_tried:+$aml_tried, }$aml_each
    fi
done
printf '%s\n' "$aml_state" "$aml_tried" "$HOME" "$(id -u)" "$(id -g)"
