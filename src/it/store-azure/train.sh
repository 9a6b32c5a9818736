echo "training $AZUREML_RUN_ID"
echo "model of $AZUREML_RUN_ID" > outputs/model
mkdir -p outputs/data
# More than a block.
yes "the same in each run" | head -c 5000000 > outputs/data/same.bin
echo '{"name": "Accuracy", "value": 0.95}' >> "$AZUREML_METRICS_FILE"
