#!/usr/bin/env bash
# Makes a Spark home for the tests in target/spark, from the jars of Maven Central that jars.xml names. Makes it again
# only after a change in this folder. Wants mvn and JDK 17.
set -euo pipefail
cd "$(dirname "$0")"
target=../../../target/spark

recipe=$(cat install.sh jars.xml home/*/* | sha256sum)
if [ "$(cat "$target/installed" 2> /dev/null)" = "$recipe" ]; then
  echo "Spark: there"
  exit 0
fi
echo "Spark: installing"
rm -rf "$target"
mkdir -p "$target"
target=$(cd "$target" && pwd)

if ! mvn -B -ntp -f jars.xml dependency:build-classpath -Dmdep.outputFile="$target/classpath" -Dmdep.pathSeparator='|' \
  > "$target/mvn.log" 2>&1; then
  cat "$target/mvn.log" >&2
  echo "ERROR: Maven cannot download Spark for the tests; what it says is above" >&2
  echo "-> see that mvn reaches Maven Central, then src/it/spark/install.sh again" >&2
  exit 1
fi
cp -r home/. "$target"
mkdir -p "$target/jars" "$target/python/lib"
# The local repository has the bytes: only where it is on another disk they are copied.
tr '|' '\n' < "$target/classpath" | while read -r jar; do
  ln -f "$jar" "$target/jars" 2> /dev/null || cp "$jar" "$target/jars"
done
# YARN wants these to be there; Central has no pyspark to put into them, so they are zip files of nothing.
for name in pyspark py4j-0.10.9.7-src; do
  printf 'PK\005\006\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0' > "$target/python/lib/$name.zip"
done
# Last, so that half an installation never counts as one.
echo "$recipe" > "$target/installed"
