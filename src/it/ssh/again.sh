#!/usr/bin/env bash
# Starts the SSH server of a FOLDER that start.sh has made, after kill.sh, and waits until it listens.
#
#   again.sh FOLDER
set -euo pipefail
folder=$(cd "$1" && pwd)

rm -f "$folder/pid"
inside=()
[ ! -e "$folder/namespace" ] || inside=(ip netns exec "$(cat "$folder/namespace")")
# It wants to be called by its whole path. In a session of its own Ctrl-C does not reach it.
setsid "${inside[@]}" /usr/sbin/sshd -D -f "$folder/sshd_config" -E "$folder/log" < /dev/null > "$folder/said" 2>&1 &
# It writes its number down when it listens.
until [ -s "$folder/pid" ]; do
  if ! kill -0 $! 2> /dev/null; then
    cat "$folder/said" "$folder/log" >&2
    echo "ERROR: the SSH server of the tests does not start; what it says is above" >&2
    exit 1
  fi
  sleep 0.02
done
