echo '{"name": "Accuracy", "value": 0.5}' >> "$AZUREML_METRICS_FILE"
mkdir -p outputs
echo "hello" > outputs/hello.txt
