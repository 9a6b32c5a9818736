echo half > outputs/half.txt
echo begun
while [ -d outputs ] && ! [ -e "$GO" ]; do sleep 0.1; done
echo ended
printf 'no line end'
