head -c "$1" /dev/zero
