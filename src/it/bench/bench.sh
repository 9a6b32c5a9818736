#!/usr/bin/env bash
# Measures, never judges: whole processes in pairs, medians. Wants a quiet machine, python3, and what mvn install built.
# Usage: src/it/bench/bench.sh [start|stage|collect|history|container|blob|blobhistory|remote ...]   (all of them without an argument)
set -euo pipefail
cd "$(dirname "$0")/../../.."
here=$PWD
plugin=$here/aml-maven-plugin
pairs=$here/src/it/bench/pairs.py
work=${AML_BENCH_FOLDER:-$here/target/bench}
rm -rf "$work" && mkdir -p "$work"

mvn -q -B -ntp install -DskipTests -Dinvoker.skip
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath -pl aml-maven-plugin -Dmdep.outputFile="$work/classpath" > /dev/null
# The shaded jar, as Maven has it: the signature of JGit's own jar alone costs a tenth of a second.
classpath=$(ls "$plugin"/target/aml-maven-plugin-*.jar):$plugin/target/test-classes:$(tr ':' '\n' < "$work/classpath" | grep slf4j-api)

project() { # folder: an empty experiment with the archetype's start-up flags
  mkdir -p "$1/aml_config" "$1/.mvn"
  cp "$here"/aml-archetype/src/main/resources/archetype-resources/.mvn/jvm.config "$1/.mvn/"
  cat > "$1/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>bench</groupId>
  <artifactId>iris</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  $2
</project>
POM
}

plugins='<build><plugins><plugin><groupId>io.github.amlmaven</groupId><artifactId>aml-maven-plugin</artifactId><version>1.0.0-SNAPSHOT</version></plugin></plugins></build>'
project "$work/run" "$plugins"
echo 'type: local' > "$work/run/aml_config/local.compute"
printf 'ArgumentVector: [nothing.py]\nTarget: local\nFramework: Python\n' > "$work/run/aml_config/local.runconfig"
touch "$work/run/nothing.py"
project "$work/empty" ""
options="-Daml.store=$work/history -Daml.runsFolder=$work/runs"

start() {
  echo "== aml:run of a script that does nothing (A) over validate of an empty project (B)"
  "$pairs" 10 "mvn -q -o -f $work/run/pom.xml aml:run $options" "mvn -q -o -f $work/empty/pom.xml validate"
}

stage() {
  echo "== 25 MB in 2,000 files beside an ignored folder of 200,000: scan, hash and copy in a Java of its own (A), cp -a of the 25 MB alone (B)"
  python3 - "$work/stage" <<'PY'
import os, random, sys
root = sys.argv[1]
random.seed(1)
for i in range(2000):
    folder = "%s/project/src/%d" % (root, i % 40)
    os.makedirs(folder, exist_ok=True)
    with open("%s/f%d.bin" % (folder, i), "wb") as f:
        f.write(random.randbytes(13107))
for i in range(200000):
    folder = "%s/project/ignored/%d" % (root, i % 200)
    os.makedirs(folder, exist_ok=True)
    open("%s/f%d" % (folder, i), "w").close()
with open(root + "/project/.amlignore", "w") as f:
    f.write("ignored/\n")
PY
  # Each time into a new folder: deleting the last one would be felt in the next copy.
  java="java -XX:TieredStopAtLevel=1 -cp $classpath io.github.amlmaven.staging.StagingBench $work/stage/project $work/stage/\$(date +%s%N)"
  copy="cp -a $work/stage/project/src $work/stage/\$(date +%s%N)"
  "$pairs" 10 "sync ;; $java" "sync ;; $copy"
  if [ -w /proc/sys/vm/drop_caches ]; then
    echo "-- the same in a cold cache"
    drop="sync; echo 3 > /proc/sys/vm/drop_caches; java -version 2> /dev/null"
    "$pairs" 5 "$drop ;; $java" "$drop ;; $copy"
  fi
}

collect() {
  echo "== an output of 512 MB less a byte with a Maven heap of 64 MB"
  printf 'head -c 536870911 /dev/zero > outputs/big.bin\n' > "$work/run/big.sh"
  MAVEN_OPTS=-Xmx64m /usr/bin/env time -f '%e s, peak %M KiB' mvn -q -o -f "$work/run/pom.xml" aml:run $options -Daml.script=big.sh -Daml.args=
  echo "== 2 GB of outputs taken into the history (A), hashed once (B), each in a Java of its own"
  mkdir -p "$work/two"
  fill="for i in 1 2 3 4 5; do head -c 429496730 /dev/zero > $work/two/\$i; done; rm -rf $work/two-store"
  bench="java -cp $classpath io.github.amlmaven.history.HistoryBench"
  files="$work/two/1 $work/two/2 $work/two/3 $work/two/4 $work/two/5"
  "$pairs" 5 "$fill; sync ;; $bench add $work/two-store $files" "$fill; sync ;; $bench hash $work/two-store $files"
  echo "-- the same when the outputs have just been written and are not on the disk yet"
  "$pairs" 5 "$fill ;; $bench add $work/two-store $files" "$fill ;; $bench hash $work/two-store $files"
}

history() {
  for runs in 10 10000 100000; do
    java -cp "$classpath" io.github.amlmaven.history.HistoryBench generate "$work/history-$runs" "$runs" > /dev/null
  done
  list="mvn -q -o -f $work/run/pom.xml aml:history"
  for runs in 10000 100000; do
    echo "== aml:history, the newest 20 of $runs runs (A), of 10 (B)"
    "$pairs" 10 "$list -Daml.store=$work/history-$runs" "$list -Daml.store=$work/history-10"
  done
  echo "== all of 10,000 runs as JSON (A), the newest 20 of 10 (B)"
  "$pairs" 5 "$list -Daml.store=$work/history-10000 -Daml.output=json" "$list -Daml.store=$work/history-10"
  echo "== the newest 20 of 10,000 runs without the index (A), of 10 with it (B)"
  "$pairs" 5 "find $work/history-10000 -name .derived -prune -exec rm -rf {} + ;; $list -Daml.store=$work/history-10000" "$list -Daml.store=$work/history-10"
}

container() {
  if ! docker image inspect aml-test:python > /dev/null 2>&1; then
    echo "no Docker engine with the image aml-test:python: nothing is copied into and out of containers" && return
  fi
  bench="java -Xmx64m -XX:TieredStopAtLevel=1 -cp $classpath io.github.amlmaven.compute.ContainerFilesBench"
  run="docker run --network none --label aml-bench=1 -w /azureml-run"
  new="docker rm -f aml-bench-in > /dev/null 2>&1; docker create --network none --label aml-bench=1 --name aml-bench-in aml-test:python true; sync"
  python3 - "$work/container/project" <<'PY'
import os, random, sys
random.seed(1)
for i in range(2000):
    folder = "%s/src/%d" % (sys.argv[1], i % 40)
    os.makedirs(folder, exist_ok=True)
    with open("%s/f%d.bin" % (folder, i), "wb") as f:
        f.write(random.randbytes(13107))
PY
  docker rm -f aml-bench-one aml-bench-many > /dev/null 2>&1 || true
  $run --name aml-bench-one aml-test:python sh -c 'mkdir outputs; head -c 536870911 /dev/urandom > outputs/big.bin'
  $run --name aml-bench-many aml-test:python sh -c 'mkdir outputs; for i in $(seq 2048); do head -c 262144 /dev/urandom > outputs/$i; done'
  echo "== Java and docker-java started for nothing (A), docker inspect (B): to be taken off what follows, where Maven has started them long before"
  "$pairs" 5 "$bench none aml-bench-one -" "docker inspect aml-bench-one"
  echo "== 25 MB in 2,000 files into a container (A), docker cp of the same (B)"
  "$pairs" 7 "$new ;; $bench in aml-bench-in $work/container/project" "$new ;; docker cp $work/container/project aml-bench-in:/azureml-run"
  for container in one many; do
    echo "== 512 MB out of a container, $container (A), docker cp of the same (B)"
    clean="rm -rf $work/container/out; sync"
    "$pairs" 7 "$clean ;; $bench out aml-bench-$container $work/container/out" "$clean ;; docker cp aml-bench-$container:/azureml-run $work/container/out"
  done
  docker rm -f aml-bench-in aml-bench-one aml-bench-many > /dev/null
}

# Ends what has been started and is still there, by its number.
servers=()
end_servers() {
  for pid in "${servers[@]}"; do kill "$pid" 2> /dev/null || true; done
}
trap end_servers EXIT

fast_server() { # starts one and sets service
  java io.github.amlmaven.store.FastBlobServer > "$work/fast-server" 2> "$work/fast-server.log" &
  servers+=($!)
  until grep -q http "$work/fast-server"; do sleep 0.1; done
  service=$(sed 's|/[^/]*$||' "$work/fast-server")
}

azurite() { # starts an empty one, instead of the last, and sets service; the same address each time
  [ ! -f "$work/azurite.pid" ] || { kill -KILL "$(cat "$work/azurite.pid")" || true; wait "$(cat "$work/azurite.pid")" || true; } 2> /dev/null
  : > "$work/azurite.log"
  node "$here/target/azurite/node_modules/azurite/dist/src/blob/main.js" --blobHost 127.0.0.1 --blobPort "${azurite_port:-0}" \
    --inMemoryPersistence --disableTelemetry --silent --skipApiVersionCheck > "$work/azurite.log" 2>&1 &
  echo $! > "$work/azurite.pid"
  servers+=($!)
  until grep -q 'successfully listens' "$work/azurite.log"; do sleep 0.1; done
  azurite_port=$(grep -o 'listens on http://127.0.0.1:[0-9]*' "$work/azurite.log" | grep -o '[0-9]*$')
  service=http://127.0.0.1:$azurite_port/devstoreaccount1
}

signature() { # of the container bench, by the key that every Azurite has
  python3 - <<'PY'
import base64, hashlib, hmac, urllib.parse
key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
text = "\n".join(["racwdl", "", "2099-01-01T00:00:00Z", "/blob/devstoreaccount1/bench", "", "", "", "2020-10-02", "c"] + [""] * 6)
signature = base64.b64encode(hmac.new(base64.b64decode(key), text.encode(), hashlib.sha256).digest()).decode()
print(urllib.parse.urlencode({"sv": "2020-10-02", "se": "2099-01-01T00:00:00Z", "sr": "c", "sp": "racwdl", "sig": signature}))
PY
}

# Files to and from a service, ours (A) against rclone (B): of a run's transfer, every byte hashed, all checked.
blob_pairs() { # name
  bench="java -Xmx128m io.github.amlmaven.store.BlobStoreBench"
  export RCLONE_CONFIG_BENCH_TYPE=azureblob RCLONE_CONFIG_BENCH_SAS_URL="$service/bench?$(signature)"
  rclone="timeout 100 rclone --config= -q --retries 1 --low-level-retries 1 copy --transfers 16"
  for files in ${AML_BENCH_FILES:-one twenty many}; do
    data=$work/blob/$files
    list=$data.list
    $bench send "$service/bench/kept-$files" "$data" "$list"
    echo "== $1: $files out (A), the same by rclone (B)"
    "$pairs" 5 "$bench send $service/bench/\$(date +%s%N) $data $list" "$rclone $data bench:bench/\$(date +%s%N)"
    echo "== $1: $files back (A), the same by rclone (B)"
    clean="rm -rf $work/blob/back; sync"
    "$pairs" 5 "$clean ;; $bench fetch $service/bench/kept-$files $list $work/blob/back" "$clean ;; $rclone bench:bench/kept-$files/outputs $work/blob/back"
    rm -rf "$work/blob/back"
    [ "$1" = "a server that throws away" ] || azurite
  done
}

blob() {
  if ! command -v rclone > /dev/null; then
    echo "no rclone: transfers to and from Blob storage are not measured" && return
  fi
  export CLASSPATH=$classpath
  # Large files are of the pattern that FastBlobServer answers with, which keeps none of them; small ones are random.
  python3 - "$work/blob" <<'PY'
import os, random, sys
random.seed(1)
pattern = bytes(range(251)) * 40000
for name, count, size in (("one", 1, 512 << 20), ("twenty", 20, 25 << 20), ("many", 2000, 10 << 10)):
    os.makedirs("%s/%s" % (sys.argv[1], name))
    for i in range(count):
        with open("%s/%s/%04d.bin" % (sys.argv[1], name, i), "wb") as f:
            if size <= 10 << 10:
                f.write(random.randbytes(size))
            else:
                left = size
                while left > 0:
                    left -= f.write(pattern[:left])
PY
  for files in one twenty many; do
    java io.github.amlmaven.store.BlobStoreBench hash "$work/blob/$files" "$work/blob/$files.list"
  done
  fast_server
  blob_pairs "a server that throws away"
  if [ ! -f "$here/target/azurite/installed" ]; then
    echo "no Azurite: src/it/azurite/install.sh installs it" && return
  fi
  azurite
  blob_pairs "Azurite"
}

blobhistory() {
  if [ ! -f "$here/target/azurite/installed" ]; then
    echo "no Azurite: src/it/azurite/install.sh installs it" && return
  fi
  export AZURE_STORAGE_ACCOUNT=devstoreaccount1 CLASSPATH=$classpath
  export AZURE_STORAGE_KEY=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==
  azurite
  for runs in 10 ${AML_BENCH_RUNS:-10000}; do
    java io.github.amlmaven.history.HistoryBench generate "$service/bench/history-$runs" "$runs"
  done
  # Not -o, which would leave the container alone.
  list="mvn -q -nsu -f $work/run/pom.xml aml:history"
  few="$list -Daml.store=$service/bench/history-10"
  many="$service/bench/history-$runs"
  cache=~/.azureml/cache/$(printf %s "$many" | sha256sum | cut -c1-16)
  echo "== aml:history, the newest 20 of $runs runs in a container for the first time (A), of 10 (B)"
  "$pairs" 5 "rm -rf $cache ;; $list -Daml.store=$many" "$few"
  echo "== the next time (A), of 10 (B)"
  "$pairs" 5 "$list -Daml.store=$many" "$few"
  rm -rf "$cache"
}

remote() {
  if ! [ -x /usr/sbin/sshd ] || ! command -v rsync > /dev/null; then
    echo "no sshd or no rsync: nothing is sent to another computer" && return
  fi
  local ssh=$work/ssh where login options
  "$here/src/it/ssh/start.sh" "$ssh" > /dev/null
  trap '"$here/src/it/ssh/stop.sh" "$work/ssh"; end_servers' EXIT
  login=$(cat "$ssh/user")@$(cat "$ssh/address")
  options="-F none -o BatchMode=yes -o UserKnownHostsFile=$ssh/known_hosts -i $ssh/id_ed25519"
  shell="ssh $options -p $(cat "$ssh/port")"
  python3 - "$work/remote/project" <<'PY'
import os, random, sys
random.seed(1)
for i in range(2000):
    folder = "%s/src/%d" % (sys.argv[1], i % 40)
    os.makedirs(folder, exist_ok=True)
    with open("%s/f%d.bin" % (folder, i), "wb") as f:
        f.write(random.randbytes(13107))
PY
  java="java -Xmx128m -cp $classpath io.github.amlmaven.compute.RemoteBench"
  gone="$shell $login 'rm -rf .azureml rsync'; sync"
  echo "== 25 MB in 2,000 files to another computer for the first time, every one checked by its hash there (A), rsync -a (B)"
  "$pairs" 7 "$gone ;; $java out $ssh $work/remote/project p" "$gone ;; rsync -a -e '$shell' $work/remote/project/ $login:rsync/"
  echo "== again, with one file changed (A), rsync -a (B)"
  change="head -c 13107 /dev/urandom > $work/remote/project/src/7/f7.bin; $shell $login 'rm -rf .azureml/azureml_runs/*'"
  "$pairs" 7 "$change ;; $java out $ssh $work/remote/project p" "$change ;; rsync -a -e '$shell' $work/remote/project/ $login:rsync/"
  $shell "$login" 'rm -rf .azureml rsync'
  mkdir -p "$work/remote/run"
  $java out "$ssh" "$work/remote/run" run > /dev/null
  where=$($shell "$login" 'cd .azureml/azureml_runs/*/azureml-run && mkdir -p outputs && head -c 536870912 /dev/urandom > outputs/big.bin && pwd')
  echo "== 512 MB back, hashed by nobody (A), scp (B)"
  clean="rm -rf $work/remote/run/outputs $work/remote/run/.aml-* $work/remote/scp.bin; sync"
  "$pairs" 5 "$clean ;; $java back $ssh $work/remote/run run" "$clean ;; scp -q $options -P $(cat "$ssh/port") $login:$where/outputs/big.bin $work/remote/scp.bin"
  "$here/src/it/ssh/stop.sh" "$ssh"
  trap end_servers EXIT
}

for figure in "${@:-start stage collect history container blob blobhistory remote}"; do
  for each in $figure; do "$each"; done
done
