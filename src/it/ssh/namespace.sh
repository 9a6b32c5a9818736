#!/usr/bin/env bash
# Makes a second computer for the SSH server of a FOLDER: a network namespace, its name in FOLDER/namespace, at the other end of
# a wire; prints its address. The wire is cut by `ip -n NAME link set eth0 down`. stop.sh removes it. Needs root.
#
#   namespace.sh FOLDER
set -euo pipefail
name=aml$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
# Of the private addresses those that few have a use for.
subnet=10.$((200 + RANDOM % 50)).$((RANDOM % 256))
# Written down first, so that it is removed whatever comes.
echo "$name" > "$1/namespace"
ip netns add "$name"
ip link add "$name" type veth peer name eth0 netns "$name"
ip address add "$subnet.1/30" dev "$name"
ip -n "$name" address add "$subnet.2/30" dev eth0
ip link set "$name" up
ip -n "$name" link set lo up
ip -n "$name" link set eth0 up
echo "$subnet.2"
