#!/usr/bin/env bash
# Starts an SSH server of the tests on loopback, with throw-away keys, and waits until it listens.
#
#   start.sh [--port N] [--passwords] [--like FOLDER] [--namespace] FOLDER
#
# FOLDER, new or empty, gets: port, address, pid, log; user, home, password (as root); id_ed25519, id_rsa, id_ecdsa,
# id_encrypted (passphrase), all four of which open the door, id_stranger, which does not; known_hosts, fingerprints;
# host_ed25519, host_rsa, host_ecdsa. --like takes users and keys of another one, but has host keys of its own;
# --passwords takes passwords only; --namespace puts it on a second computer (namespace.sh), at port 22. As root the user is a throw-away one (user.sh makes more), else it is yourself.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sshd=/usr/sbin/sshd

port='' address=127.0.0.1 passwords=no like='' namespace=no
while [ $# -gt 1 ]; do
  case $1 in
    --port) port=$2 && shift 2 ;;
    --like) like=$(cd "$2" && pwd) && shift 2 ;;
    --namespace) namespace=yes && port=22 && shift ;;
    --passwords) passwords=yes && shift ;;
    *) echo "ERROR: unknown option $1" >&2 && exit 1 ;;
  esac
done
if ! [ -x "$sshd" ]; then
  echo "ERROR: $sshd is missing, the SSH server of the tests" >&2
  echo "-> sudo apt-get install openssh-server" >&2
  exit 1
fi
mkdir -p "$1"
folder=$(cd "$1" && pwd)

new_key() { # file passphrase options
  ssh-keygen -q -f "$1" -N "$2" -C "$(basename "$1") of the tests" "${@:3}" < /dev/null
}

for type in ed25519 ecdsa rsa; do
  options=(-t "$type")
  [ "$type" != rsa ] || options+=(-b 2048)
  new_key "$folder/host_$type" '' "${options[@]}"
  [ -n "$like" ] || new_key "$folder/id_$type" '' "${options[@]}"
done
if [ -n "$like" ]; then
  cp -p "$like"/{user,home,passphrase,authorized,id_*} "$folder"
  [ ! -e "$like/password" ] || cp -p "$like/password" "$folder"
else
  echo 'open, Sesame' > "$folder/passphrase"
  new_key "$folder/id_encrypted" "$(cat "$folder/passphrase")" -t ed25519
  new_key "$folder/id_stranger" '' -t ed25519
  cat "$folder"/id_{ed25519,rsa,ecdsa,encrypted}.pub > "$folder/authorized"
  if [ "$(id -u)" -eq 0 ]; then
    user=$("$here/user.sh" "$folder")
    echo "$user" > "$folder/user"
    cp -p "$folder/users/$user" "$folder/password"
  else
    id -un > "$folder/user"
  fi
  getent passwd "$(cat "$folder/user")" | cut -d: -f6 > "$folder/home"
fi

if [ "$(id -u)" -eq 0 ]; then
  mkdir -p /run/sshd # it wants one; its package makes it only where it starts the service
  authorized='.ssh/authorized_keys'
  users='amltest-*'
else
  # The real home of a real user is left alone.
  authorized=${like:-$folder}/authorized
  users=$(id -un)
fi

configure() {
  cat << END
ListenAddress $address
Port $port
HostKey "$folder/host_ed25519"
HostKey "$folder/host_ecdsa"
HostKey "$folder/host_rsa"
PidFile "$folder/pid"
LogLevel VERBOSE
AllowUsers $users
AuthorizedKeysFile "$authorized"
StrictModes no
UsePAM no
UseDNS no
PubkeyAuthentication $1
PasswordAuthentication $2
KbdInteractiveAuthentication no
AllowStreamLocalForwarding yes
PrintMotd no
PrintLastLog no
MaxStartups 100
Subsystem sftp internal-sftp
END
  # Newer ones lock out an address, and here there is but one, after some refused keys.
  if [ "$("$sshd" -V 2>&1 | sed 's/^OpenSSH_\([0-9]*\)\.\([0-9]*\).*/\1\2/')" -ge 98 ]; then
    echo PerSourcePenalties no
  fi
}

[ "$namespace" = no ] || address=$("$here/namespace.sh" "$folder")
wanted=$port
for _ in {1..50}; do
  # Below what the system gives to those who ask for any.
  [ -n "$wanted" ] || port=$((20000 + RANDOM % 12000))
  if [ "$passwords" = yes ]; then configure no yes; else configure yes no; fi > "$folder/sshd_config"
  ! "$here/again.sh" "$folder" 2> "$folder/failure" || break
  if [ -n "$wanted" ] || ! grep -qs 'Address already in use' "$folder/failure"; then
    cat "$folder/failure" >&2
    "$here/stop.sh" "$folder"
    exit 1
  fi
  rm "$folder/log"
done

echo "$address" > "$folder/address"
place=[$address]:$port
[ "$port" != 22 ] || place=$address
sed "s/^/$place /" "$folder"/host_*.pub > "$folder/known_hosts"
for key in "$folder"/host_*.pub; do ssh-keygen -lf "$key"; done > "$folder/fingerprints"
echo "$port" > "$folder/port" # last: who sees it sees all
