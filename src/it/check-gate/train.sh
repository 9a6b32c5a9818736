mkdir -p outputs
echo '{"weights": [1, 2]}' > outputs/model.json
echo "{\"name\": \"Accuracy\", \"value\": $1}" >> "$AZUREML_METRICS_FILE"
for loss in 0.9 0.5 0.4; do echo "{\"name\": \"Val Loss\", \"value\": $loss}" >> "$AZUREML_METRICS_FILE"; done
