for word in "$@"; do printf "%s\\0" "$word"; done
