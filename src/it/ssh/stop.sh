#!/usr/bin/env bash
# Stops what start.sh started for a FOLDER, with all connections, and removes the users made for it, with all their
# processes and files. What is in the folder stays, for who wants to read the log.
#
#   stop.sh FOLDER
set -euo pipefail
folder=$(cd "$1" && pwd)

processes() { # condition...: the numbers of the processes, of which there may be none
  ps -o pid= "$@" || true
}

end() { # pid...
  for pid; do kill -KILL "$pid" 2> /dev/null || true; done
}

pid=$(cat "$folder/pid" 2> /dev/null || true)
# A number may have been given away since.
if [ -n "$pid" ] && tr '\0' ' ' < "/proc/$pid/cmdline" 2> /dev/null | grep -qF "$folder/sshd_config"; then
  # Held, so that no connection is made while those there are are counted.
  kill -STOP "$pid"
  # shellcheck disable=SC2046 # words are wanted
  end $(processes --ppid "$pid") "$pid"
fi
rm -f "$folder/pid"

for secret in "$folder"/users/*; do
  [ -e "$secret" ] || continue
  user=$(basename "$secret")
  if getent passwd "$user" > /dev/null; then
    # One may start another while it dies.
    for _ in {1..100}; do
      mapfile -t left < <(processes -U "$user")
      [ ${#left[@]} -gt 0 ] || break
      # shellcheck disable=SC2068 # they have spaces around
      end ${left[@]}
      sleep 0.02
    done
    userdel "$user"
  fi
  rm -rf "/tmp/$user" "$secret"
done
