#!/bin/sh
# The first command in the container of a run: the run's variables, its output, then the supervisor.
# Usage, in the run folder:
#   sh azureml-setup/container.sh <show the log: yes or no> <grace period, s> <time limit, s; 0: none> <command> ...
{
    unset TINI_KILL_PROCESS_GROUP

    if [ "$1" = yes ]; then
        # The request that ends the script spares it: it shows the script's last words, too.
        trap '' TERM
        if tail -s 0.1 -n 0 /dev/null 2> /dev/null; then
            tail -s 0.1 -c +1 -f azureml-logs/driver_log.txt 2> /dev/null &
        else
            tail -c +1 -f azureml-logs/driver_log.txt 2> /dev/null &
        fi
        trap - TERM
    fi
    shift
    exec >> azureml-logs/driver_log.txt 2>&1

    # In a file, since whoever may use the engine can read what a container is started with. A variable of the user can
    # have any name but ours, so that nothing else is kept in one from here on.
    AML_VARIABLES=$(cat azureml-setup/variables.sh)
    # First, since the user's PATH may lead nowhere.
    rm -f azureml-setup/variables.sh
    eval "$AML_VARIABLES"
    AML_VARIABLES=

    AML_GRACE=$1 AML_LIMIT=$2 AML_PROGRAM=$3
    shift 3
    case $AML_PROGRAM in
        python) command -v python > /dev/null || AML_PROGRAM=python3 ;;
        spark-submit) command -v spark-submit > /dev/null || AML_PROGRAM=${SPARK_HOME:-/opt/spark}/bin/spark-submit ;;
    esac
    if ! command -v "$AML_PROGRAM" > /dev/null; then
        echo "there is no program '$AML_PROGRAM' in the image $AML_IMAGE"
        echo "-> name an image that has it in the .compute file (baseDockerImage)"
        exit 127
    fi
    exec sh azureml-setup/supervisor.sh "$AML_GRACE" "$AML_LIMIT" container "$AML_PROGRAM" "$@"
}
