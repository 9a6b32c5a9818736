# Shows that it runs, and goes on until it is told, it is ended, or two minutes are over.
echo half > outputs/half.txt
: > "$1/ready"
i=0
while [ ! -e "$1/go" ] && [ $i -lt 1200 ]; do sleep 0.1; i=$((i + 1)); done
