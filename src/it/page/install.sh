#!/usr/bin/env bash
# Installs axe-core, which looks in the page for what keeps people out, into target/page, at the version of
# package-lock.json. Does so again only after a change of it. Wants npm, which asks the registry of its own configuration:
# the lock names none.
set -euo pipefail
cd "$(dirname "$0")"
target=../../../target/page

if cmp -s package-lock.json "$target/installed"; then
  echo "axe-core: there"
  exit 0
fi
if ! command -v npm > /dev/null; then
  echo "ERROR: npm is missing, which installs axe-core, which checks the page in the tests" >&2
  echo "-> sudo apt-get install npm" >&2
  exit 1
fi
echo "axe-core: installing"
mkdir -p "$target"
cp package.json package-lock.json "$target"
if ! (cd "$target" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --no-update-notifier) > "$target/npm.log" 2>&1; then
  cat "$target/npm.log" >&2
  echo "ERROR: npm cannot install axe-core, which checks the page in the tests; what it says is above" >&2
  echo "-> see that npm reaches its registry (npm ping; npm config get registry), then src/it/page/install.sh again" >&2
  exit 1
fi
# Last, so that half an installation never counts as one.
cp package-lock.json "$target/installed"
