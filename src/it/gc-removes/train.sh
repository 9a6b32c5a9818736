echo model > outputs/model
head -c 2000 /dev/zero > outputs/big
