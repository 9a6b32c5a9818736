#!/bin/sh
# Makes a Python environment from what the base image has, while an image is built: with conda, else with venv and pip.
# Usage, as root: sh prepare_environment.sh <folder of the environment>
# Or, without an image and by anybody for himself, with a file for_one_user beside it. Beside it lie environment.yml for conda, requirements.txt for pip, both or none of them with the same pip lines;
# python_specs and conda_packages, one to a line, what environment.yml asks for as Python and besides; and spark, when
# the script wants spark-submit. A last line "aml-refusal: <reason> <detail>" tells EnvironmentRefusal what is missing.
exec 2>&1
set -u
umask 022
prefix=$1
setup=${0%/*}

refuse() {
    echo "aml-refusal: $*"
    exit 64
}

run() {
    echo "+ $*"
    "$@" || exit
}

if [ -e "$setup/spark" ] && ! command -v spark-submit > /dev/null && ! [ -x "${SPARK_HOME:-}/bin/spark-submit" ]; then
    refuse no-spark
fi

# Whoever made the base image may have set these for his own packages; here they would lead pip elsewhere.
unset PIP_TARGET PIP_PREFIX PIP_USER
export PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
# Nobody is there to say yes.
export CONDA_ALWAYS_YES=true MAMBA_ALWAYS_YES=true

find_conda() {
    PATH=$PATH:/opt/conda/bin:/opt/miniconda/bin:/opt/miniconda3/bin:/root/miniconda3/bin
    command -v conda || command -v mamba || command -v micromamba
}

find_python() {
    for name in python3 python; do
        if command -v "$name" > /dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3,))' 2> /dev/null; then
            echo "$name"
            return
        fi
    done
}

has() {
    "$python" -c "import $1" 2> /dev/null
}

make_with_conda() {
    case $conda in
        */micromamba) run "$conda" create -y -p "$prefix" -f "$setup/environment.yml" ;;
        *) run "$conda" env create -p "$prefix" -f "$setup/environment.yml" ;;
    esac
    # Only to save space.
    "$conda" clean --tarballs --yes > /dev/null 2>&1 || :
}

make_with_venv() {
    [ -n "$python" ] || refuse no-python
    [ ! -s "$setup/conda_packages" ] || refuse conda-packages
    while read -r spec; do
        "$python" "$setup/python_version.py" "$spec" && continue
        refuse python-version "$("$python" -c 'import platform; print(platform.python_version())')"
    done < "$setup/python_specs"
    has venv || refuse no-venv
    without_pip=--without-pip
    if [ -e "$setup/requirements.txt" ] && ! has pip; then
        has ensurepip || refuse no-pip
        without_pip=
    fi
    # shellcheck disable=SC2086 # an option or nothing
    run "$python" -m venv --system-site-packages $without_pip "$prefix"
    if [ -e "$setup/requirements.txt" ]; then
        run "$prefix/bin/python" -m pip install -r "$setup/requirements.txt"
    fi
}

conda=$(find_conda)
python=$(find_python)
if [ -n "$conda" ]; then
    make_with_conda
else
    make_with_venv
fi

chmod -R a+rX "$prefix" || exit
# A file that asks for no Python, only for R, say, need not get one.
if [ -e "$prefix/bin/python" ] && [ ! -e "$setup/for_one_user" ]; then
    "$prefix/bin/python" "$setup/usable_by_all.py" || refuse unreadable "$("$prefix/bin/python" -c 'import sys; print(sys.base_prefix)')"
fi
