cat > "$1"
