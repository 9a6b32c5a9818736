# Makes the share folder of a project. Words: its base or nothing, path of the project
# Prints nothing; aml_share is the folder, or nothing.
aml_share=
if [ -n "$1" ]; then
    case $1 in
        '~') aml_share=$HOME ;;
        '~/'*) aml_share=$HOME/${1#??} ;;
        *) aml_share=$1 ;;
    esac
    aml_share=${aml_share%/}/$2
    mkdir -p "$aml_share" || aml_fail "cannot make the share folder $aml_share"
fi
