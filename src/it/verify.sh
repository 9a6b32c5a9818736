#!/usr/bin/env bash
# The one test command of the README: installs what a bare Debian machine with JDK 17, Maven and npm lacks, then builds
# and tests everything, with every real part required. Arguments go to Maven.
set -euo pipefail
cd "$(dirname "$0")/../.."

# What the tests need besides JDK and Maven, as Debian packages.
packages=(e2fsprogs git procps python3 python3-matplotlib python3-numpy python3-sklearn strace util-linux)

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" -eq 0 ]; then
    echo "Installing: ${missing[*]}"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  else
    echo "ERROR: these packages are missing: ${missing[*]}" >&2
    echo "-> sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
fi

# The Python that has the packages comes first, whatever else is on the PATH.
mkdir -p target/verify-bin
ln -sf /usr/bin/python3 target/verify-bin/python3
ln -sf /usr/bin/python3 target/verify-bin/python
export PATH="$PWD/target/verify-bin:$PATH"

# Tests that would be skipped for want of something fail instead.
export AML_TESTS_REQUIRE_ALL=true
# Started in the background we would hand down deafness to Ctrl-C, and some tests press it.
env --default-signal=INT,QUIT mvn -B -ntp verify "$@"
