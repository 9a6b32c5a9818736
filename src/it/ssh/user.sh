#!/usr/bin/env bash
# Makes a throw-away user of this computer for the SSH servers of a FOLDER, which may log in as start.sh says, and prints
# the name. stop.sh removes it. Needs root.
#
#   user.sh FOLDER [SHELL]
#
# FOLDER/users/NAME holds the password; the home folder is /tmp/NAME.
set -euo pipefail
folder=$(cd "$1" && pwd)
shell=${2:-/bin/sh}

# Those of one that was killed before it could remove them: their homes went with the next start of the computer, or with
# whoever tidied up.
getent passwd | sed -n 's/^\(amltest-[0-9a-f]\{8\}\):.*/\1/p' | while read -r old; do
  [ -e "/tmp/$old" ] || userdel "$old" 2> /dev/null || echo "the user $old stays" >&2
done

user=amltest-$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
home=/tmp/$user
mkdir -m 700 "$home"
groups=()
# Whoever may speak to the Docker engine is in the group of its socket.
for group in "$(stat -c %G /var/run/docker.sock 2> /dev/null || true)" docker; do
  if [ "$group" != root ] && getent group "$group" > /dev/null; then
    groups=(-G "$group")
    break
  fi
done
# Written down first, so that it is removed whatever comes.
(
  umask 077
  mkdir -p "$folder/users"
  od -An -N12 -tx1 /dev/urandom | tr -d ' \n' > "$folder/users/$user"
)
useradd --system --no-create-home --home-dir "$home" --shell "$shell" "${groups[@]}" "$user" > "$folder/useradd.log" 2>&1 ||
  { cat "$folder/useradd.log" >&2 && exit 1; }
printf '%s:%s\n' "$user" "$(cat "$folder/users/$user")" | chpasswd

mkdir -m 700 "$home/.ssh"
install -m 600 "$folder/authorized" "$home/.ssh/authorized_keys"
chown -R "$user:" "$home"
echo "$user"
