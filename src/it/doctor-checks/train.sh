# CANARY-SCRIPT
echo CANARY-OUTPUT
echo x > outputs/model
