# What every script that is run on another computer begins with: it reads the mark and the words, one a line.
# A line with a backslash is written as printf %b reads it; nothing of it is ever parsed as a command.
# shellcheck disable=SC2034 # for the script that is started
aml_umask=$(umask)
umask 077
aml_home=$HOME/.azureml
aml_decode() { # line -> aml_text
    case $1 in
        *\\*)
            aml_text=$(printf '%b.' "$1")
            aml_text=${aml_text%.}
            ;;
        *) aml_text=$1 ;;
    esac
}
aml_fail() { # problem: it is told, and nothing more is done
    printf '%s\n' "$1" >&2
    exit 9
}
IFS= read -r aml_mark
printf '%s\n' "$aml_mark"
IFS= read -r aml_count
set --
while [ "$aml_count" -gt 0 ]; do
    IFS= read -r aml_line
    aml_decode "$aml_line"
    set -- "$@" "$aml_text"
    aml_count=$((aml_count - 1))
done
