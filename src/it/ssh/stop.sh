#!/usr/bin/env bash
# Stops what start.sh started for a FOLDER, with all connections, and removes the users made for it, with all their
# processes and files, and its namespace. What is in the folder stays, for who wants to read the log.
#
#   stop.sh FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$(cd "$1" && pwd)

"$here/kill.sh" "$folder"

if [ -e "$folder/namespace" ]; then
  ! ip netns list | grep -q "^$(cat "$folder/namespace")\b" || ip netns delete "$(cat "$folder/namespace")"
  rm "$folder/namespace"
fi

for secret in "$folder"/users/*; do
  [ -e "$secret" ] || continue
  user=$(basename "$secret")
  if getent passwd "$user" > /dev/null; then
    # One may start another while it dies.
    for _ in {1..100}; do
      mapfile -t left < <(ps -o stat=,pid= -U "$user" | sed -n '/^Z/! s/^[^ ]* *//p')
      [ ${#left[@]} -gt 0 ] || break
      kill -KILL "${left[@]}" 2> /dev/null || true
      sleep 0.02
    done
    # Also when somebody has not asked yet how one of these ended.
    userdel --force "$user"
  fi
  rm -rf "/tmp/$user" "$secret"
done
