mkdir -p outputs
rate=${1:-0.1}
echo "{\"name\": \"rate\", \"value\": $rate}" >> "$AZUREML_METRICS_FILE"
echo '{"name": "</script>", "value": 1}' >> "$AZUREML_METRICS_FILE"
echo "trained with $rate"
echo "model $rate" > outputs/model.txt
printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>' > outputs/plot.svg
