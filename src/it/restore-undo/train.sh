mkdir -p outputs
echo "echo second > outputs/model" > outputs/next.sh
echo first > outputs/model
