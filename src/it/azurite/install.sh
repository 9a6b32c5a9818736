#!/usr/bin/env bash
# Installs Azurite, the Blob service of the tests, into target/azurite, at the versions of package-lock.json. Does so again
# only after a change of these. Wants npm, which asks the registry of its own configuration: the lock names none.
set -euo pipefail
cd "$(dirname "$0")"
target=../../../target/azurite

if cmp -s package-lock.json "$target/installed"; then
  echo "Azurite: there"
  exit 0
fi
if ! command -v npm > /dev/null; then
  echo "ERROR: npm is missing, which installs Azurite, the Blob service of the tests" >&2
  echo "-> sudo apt-get install npm" >&2
  exit 1
fi
echo "Azurite: installing"
mkdir -p "$target"
cp package.json package-lock.json "$target"
if ! (cd "$target" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier) > "$target/npm.log" 2>&1; then
  cat "$target/npm.log" >&2
  echo "ERROR: npm cannot install Azurite, the Blob service of the tests; what it says is above" >&2
  echo "-> see that npm reaches its registry (npm ping; npm config get registry), then src/it/azurite/install.sh again" >&2
  exit 1
fi
# Last, so that half an installation never counts as one.
cp package-lock.json "$target/installed"
