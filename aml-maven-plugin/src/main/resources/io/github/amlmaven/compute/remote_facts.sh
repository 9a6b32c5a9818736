# Tells what this computer has, a line each: a name, =, and what there is.
# Words: the Python that is wanted or nothing, the spark-submit that is wanted or nothing, a Docker engine: yes or no
aml_say() { # name value: line breaks in it become blanks
    printf '%s=%s\n' "$1" "$(printf '%s' "$2" | tr '\n\r' '  ')"
}
aml_at() { # program -> its path
    case $1 in
        \~/*) set -- "$HOME/${1#??}" ;;
    esac
    command -v "$1"
}
aml_say user "$(id -un)"
aml_say home "$HOME"
# shellcheck disable=SC1091 # a file of that computer
aml_system=$( (. /etc/os-release && printf '%s' "$PRETTY_NAME") 2> /dev/null) || aml_system=$(uname -s)
aml_say system "$aml_system, $(uname -m), $(nproc 2> /dev/null || echo '?') processors"

for aml_program in ${1:+"$1"} python3 python; do
    if aml_path=$(aml_at "$aml_program"); then
        aml_say python "$aml_path"
        aml_say python_version "$("$aml_path" -c 'import sys; print(sys.version.split()[0])' 2>&1 < /dev/null)"
        break
    fi
    # The one that is wanted, or none.
    [ -z "$1" ] || break
done

aml_missing=
for aml_tool in cat chmod cp find grep gzip head kill ls mkdir mv rm sed setsid sha256sum sleep tail tar tr wc xargs; do
    command -v "$aml_tool" > /dev/null || aml_missing="$aml_missing $aml_tool"
done
aml_say missing "${aml_missing# }"

if [ "$3" = yes ]; then
    if command -v docker > /dev/null; then
        if aml_version=$(docker version --format '{{.Server.Version}}' 2>&1 < /dev/null); then
            aml_say docker "$aml_version"
        else
            aml_say docker_problem "$aml_version"
        fi
    elif [ -S /var/run/docker.sock ] && [ -r /var/run/docker.sock ] && [ -w /var/run/docker.sock ]; then
        aml_say docker "at /var/run/docker.sock"
    elif [ -S /var/run/docker.sock ]; then
        aml_say docker_problem "permission denied at /var/run/docker.sock"
    else
        aml_say docker_problem "there is neither a docker command nor /var/run/docker.sock"
    fi
fi
if [ -n "$2" ]; then
    if aml_path=$(aml_at "$2"); then
        aml_say spark "$aml_path"
        aml_say spark_version "$("$aml_path" --version 2>&1 < /dev/null | sed -n 's/.*version \([0-9][0-9.]*\).*/\1/p' | head -n 1)"
    fi
fi
aml_free=$(df -Pk "$HOME" 2> /dev/null | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)
aml_say free_kib "$aml_free"
aml_say clock "$(date +%s)"
