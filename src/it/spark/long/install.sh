#!/usr/bin/env bash
# Makes a Spark that submits to YARN, Hadoop's mini cluster and Livy for the long tests, from the jars of Maven Central
# that the POMs here name, in target/spark-long. Makes them again only after a change in these folders. Wants mvn and JDK 17.
set -euo pipefail
cd "$(dirname "$0")"
target=../../../../target/spark-long

recipe=$(cat ./*.* ../*.sh home/*/* ../home/*/* | sha256sum)
if [ "$(cat "$target/installed" 2> /dev/null)" = "$recipe" ]; then
  echo "Spark on YARN, Hadoop and Livy: there"
  exit 0
fi
echo "Spark on YARN, Hadoop and Livy: installing"
rm -rf "$target"
mkdir -p "$target/python/lib" "$target/livy"
target=$(cd "$target" && pwd)
../jars.sh spark.xml "$target/jars"
../jars.sh hadoop.xml "$target/hadoop"
../jars.sh livy.xml "$target/livy/jars"
cp -r ../home/. home/. "$target"
# YARN wants these to be there; Central has no pyspark to put into them, so they are zip files of nothing.
for name in pyspark py4j-0.10.9.7-src; do
  printf 'PK\005\006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' > "$target/python/lib/$name.zip"
done
# Every node of the cluster is this computer, and finds Spark where we do.
echo "spark.yarn.jars local:$target/jars/*" >> "$target/conf/spark-defaults.conf"
# Last, so that half an installation never counts as one.
echo "$recipe" > "$target/installed"
