#!/usr/bin/env bash
# Ends the SSH server that start.sh started for a FOLDER, and its connections, all at once: what its users run goes on.
# again.sh starts it again.
#
#   kill.sh FOLDER
set -euo pipefail
folder=$(cd "$1" && pwd)

pid=$(cat "$folder/pid" 2> /dev/null || true)
# A number may have been given away since.
if [ -n "$pid" ] && grep -qsaF "$folder/sshd_config" "/proc/$pid/cmdline"; then
  # Held, so that no connection is made while those there are are counted.
  kill -STOP "$pid"
  # A connection is served by a child, and that of root has a child of the user's, which holds it too.
  mapfile -t served < <(pgrep -P "$pid")
  for parent in "${served[@]}"; do
    mapfile -t -O "${#served[@]}" served < <(pgrep -P "$parent" '^sshd')
  done
  kill -KILL "${served[@]}" "$pid" 2> /dev/null || true
  # Its port is free only then, whenever its parent asks how it ended.
  until ! grep -qs '^State:[[:space:]]*[^Z[:space:]]' "/proc/$pid/status"; do sleep 0.02; done
fi
rm -f "$folder/pid"
