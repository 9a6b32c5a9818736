#!/usr/bin/env bash
# The one test command of the README: installs what a bare Debian machine with JDK 17, Maven and npm lacks, starts a
# Docker engine where none answers, then builds and tests everything, with every real part required. Arguments go to
# Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."
mkdir -p target/verify-bin

# What the tests need besides JDK and Maven, as Debian packages.
packages=(chromium chromium-driver e2fsprogs git iproute2 openssh-client openssh-server procps python3 python3-matplotlib python3-numpy
  python3-sklearn rsync strace tcsh util-linux)

engine_answers() {
  command -v docker > /dev/null && timeout 30 docker version > target/docker-version.log 2>&1
}

# Any engine will do, Debian's where there is none.
if ! engine_answers && ! command -v dockerd > /dev/null; then
  packages+=(docker.io iptables)
  # Where the kernel has AppArmor the engine needs its tools.
  ! grep -qs Y /sys/module/apparmor/parameters/enabled || packages+=(apparmor)
fi

install() { # package...
  local policy=/usr/sbin/policy-rc.d fresh='' made=''
  # The tests start SSH servers of their own: the package's is not to run, neither now nor with the computer.
  [[ " $* " != *" openssh-server "* ]] || fresh=yes
  if [ -n "$fresh" ] && ! [ -e "$policy" ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    cat > "$policy" << 'END'
#!/bin/sh
case $1 in ssh | ssh.*) exit 101 ;; esac
END
    chmod 755 "$policy"
    made=$policy
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > /dev/null
  if [ -n "$fresh" ]; then
    update-rc.d ssh disable > /dev/null
    [ -z "$made" ] || rm "$made"
    trap - EXIT
  fi
}

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -eq 0 ]; then
    echo "Installing: ${missing[*]}"
    install "${missing[@]}"
  else
    echo "ERROR: these packages are missing: ${missing[*]}" >&2
    echo "-> sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
fi

runs() { # pid: of a child of ours, so that no other process is ever meant
  jobs -pr | grep -x "$1" > /dev/null
}

engine=
build=
# However this ends, what it started ends first: Maven, then the engine.
leave() {
  trap '' HUP INT TERM
  if runs "$build"; then
    kill "$build" 2> /dev/null || true
    wait "$build" || true
  fi
  if runs "$engine"; then
    kill "$engine" 2> /dev/null || true
    timeout 60 tail --pid="$engine" -f /dev/null || kill -KILL "$engine"
    echo "Docker engine: stopped"
  fi
}
trap leave EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

no_engine() { # remedy
  echo "ERROR: no Docker engine answers: $(tail -n 1 target/docker-version.log)" >&2
  echo "-> $1" >&2
  exit 1
}

start_engine() {
  local options=() deadline=$((SECONDS + 60))
  # One that is just starting, as the package may have started it, is waited for.
  if ! grep -qsx dockerd "/proc/$(cat /var/run/docker.pid 2> /dev/null)/comm"; then
    mountpoint -q /sys/fs/cgroup || mount -t cgroup2 cgroup2 /sys/fs/cgroup
    # No test needs a way out of a container.
    iptables -t nat -n -L > /dev/null 2>&1 || options=(--iptables=false --ip6tables=false)
    # In a session of its own Ctrl-C does not reach it before Maven has cleaned up.
    setsid dockerd "${options[@]}" < /dev/null > target/dockerd.log 2>&1 &
    engine=$!
    echo "Docker engine: starting (pid $engine)"
  fi
  until engine_answers; do
    if [ -n "$engine" ] && ! runs "$engine" || [ "$SECONDS" -gt "$deadline" ]; then
      [ -z "$engine" ] || tail -n 20 target/dockerd.log >&2
      no_engine "see why in the log: target/dockerd.log, /var/log/docker.log or journalctl -u docker"
    fi
    sleep 0.2
  done
}

if ! engine_answers; then
  [ -z "${DOCKER_HOST:-}" ] || no_engine "start the one at DOCKER_HOST=$DOCKER_HOST, or unset DOCKER_HOST"
  [ "$(id -u)" -eq 0 ] || no_engine "sudo systemctl start docker; sudo usermod -aG docker $(id -un), and log in again"
  start_engine
fi
src/it/docker/images.sh
src/it/azurite/install.sh
src/it/page/install.sh
src/it/spark/install.sh
case " $* " in *" -Plong "* | *" -P long "*) src/it/spark/long/install.sh ;; esac

# The Python that has the packages comes first, whatever else is on the PATH.
ln -sf /usr/bin/python3 target/verify-bin/python3
ln -sf /usr/bin/python3 target/verify-bin/python
export PATH="$PWD/target/verify-bin:$PATH"

# Tests that would be skipped for want of something fail instead.
export AML_TESTS_REQUIRE_ALL=true
# Behind us, so that a signal is heard at once; such a process is born deaf to Ctrl-C, and some tests press it.
env --default-signal=INT,QUIT mvn -B -ntp verify "$@" &
build=$!
wait "$build"
