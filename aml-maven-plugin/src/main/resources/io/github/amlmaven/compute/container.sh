#!/bin/sh
# The first command in the container of a run: the run's variables, its output, then the supervisor.
# Usage, in the run folder:
#   sh azureml-setup/container.sh <show the log: yes or no> <grace period, s> <time limit, s; 0: none> <command> ...
{
    show=$1 grace=$2 limit=$3
    shift 3
    unset TINI_KILL_PROCESS_GROUP

    if [ "$show" = yes ]; then
        # The request that ends the script spares it: it shows the script's last words, too.
        trap '' TERM
        every=
        tail -s 0.1 -n 0 /dev/null 2> /dev/null && every='-s 0.1'
        # shellcheck disable=SC2086 # two words or none
        tail $every -c +1 -f azureml-logs/driver_log.txt 2> /dev/null &
        trap - TERM
    fi
    exec >> azureml-logs/driver_log.txt 2>&1

    # In a file, since whoever may use the engine can read what a container is started with.
    . ./azureml-setup/variables.sh
    rm -f azureml-setup/variables.sh

    program=$1
    shift
    case $program in
        python) command -v python > /dev/null || program=python3 ;;
        spark-submit) command -v spark-submit > /dev/null || program=${SPARK_HOME:-/opt/spark}/bin/spark-submit ;;
    esac
    if ! command -v "$program" > /dev/null; then
        echo "there is no program '$program' in the image $AML_IMAGE"
        echo "-> name an image that has it in the .compute file (baseDockerImage)"
        exit 127
    fi
    exec sh azureml-setup/supervisor.sh "$grace" "$limit" container "$program" "$@"
}
