echo '{"name": "Accuracy", "value": '"$2"'}' >> "$AZUREML_METRICS_FILE"
for loss in 3 2 $2; do echo '{"name": "Loss", "value": '"$loss"'}' >> "$AZUREML_METRICS_FILE"; done
echo "model for $2" > outputs/model
echo same > outputs/same
