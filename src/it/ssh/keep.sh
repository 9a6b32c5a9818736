#!/usr/bin/env bash
# Starts an SSH server as start.sh does, says "ready", and keeps it until its own input ends, as it does however its parent
# ends; then stops it and leaves nothing, the folder neither.
#
#   keep.sh [options of start.sh] FOLDER
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
trap '' HUP INT TERM # whatever ends our parent ends our input too
for folder; do :; done
leave() {
  "$here/stop.sh" "$folder" && rm -rf "$folder"
}
if ! "$here/start.sh" "$@"; then
  leave
  exit 1
fi
echo ready
cat > /dev/null
leave
