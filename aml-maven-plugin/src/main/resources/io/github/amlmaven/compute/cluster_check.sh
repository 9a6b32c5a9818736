# Looks what a Spark job finds here besides what remote_check.sh has looked for; the program is spark-submit.
# Words after those of remote_check.sh: the Python or nothing, another one or nothing, yarn or nothing
aml_version=
if [ -n "$aml_program" ]; then
    aml_version=$("$aml_program" --version 2>&1 < /dev/null | sed -n 's/.*version \([0-9][^ ]*\)$/\1/p' | head -n 1)
fi
aml_python=
[ -z "$6" ] || aml_python=$(aml_find "$6")
[ -n "$aml_python" ] || [ -z "$7" ] || aml_python=$(aml_find "$7")
aml_hadoop() { # name -> its path
    for aml_each in "$(command -v "$1")" "${HADOOP_HOME:+$HADOOP_HOME/bin/$1}" "${aml_program%/*}/$1"; do
        if [ -n "$aml_each" ] && [ -x "$aml_each" ]; then
            printf '%s\n' "$aml_each"
            return 0
        fi
    done
}
aml_yarn=
aml_hdfs=
if [ "$8" = yarn ]; then
    aml_yarn=$(aml_hadoop yarn)
    aml_hdfs=$(aml_hadoop hdfs)
fi
printf '%s\n' "$aml_version" "$aml_python" "$aml_yarn" "$aml_hdfs"
