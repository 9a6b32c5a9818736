#!/usr/bin/env bash
# Puts the jars that a POM names into a folder: jars.sh <pom> <folder>. Wants mvn.
set -euo pipefail
pom=$1 folder=$2

mkdir -p "$folder"
if ! mvn -B -ntp -f "$pom" dependency:build-classpath -Dmdep.outputFile="$folder.list" -Dmdep.pathSeparator='|' \
  > "$folder.log" 2>&1; then
  cat "$folder.log" >&2
  echo "ERROR: Maven cannot download what the tests need of Spark; what it says is above" >&2
  echo "-> see that mvn reaches Maven Central, then src/it/spark/install.sh again" >&2
  exit 1
fi
IFS='|' read -r -a jars <<< "$(cat "$folder.list")"
for jar in "${jars[@]}"; do
  # The local repository has the bytes: only where it is on another disk they are copied.
  ln -f "$jar" "$folder" 2> /dev/null || cp "$jar" "$folder"
done
