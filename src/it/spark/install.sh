#!/usr/bin/env bash
# Makes a Spark home for the tests in target/spark, from the jars of Maven Central that jars.xml names. Makes it again
# only after a change in this folder. Wants mvn and JDK 17.
set -euo pipefail
cd "$(dirname "$0")"
target=../../../target/spark

recipe=$(cat ./*.sh jars.xml home/*/* | sha256sum)
if [ "$(cat "$target/installed" 2> /dev/null)" = "$recipe" ]; then
  echo "Spark: there"
  exit 0
fi
echo "Spark: installing"
rm -rf "$target"
mkdir -p "$target"
target=$(cd "$target" && pwd)
./jars.sh jars.xml "$target/jars"
cp -r home/. "$target"
# Last, so that half an installation never counts as one.
echo "$recipe" > "$target/installed"
