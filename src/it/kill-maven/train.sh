echo "$AZUREML_RUN_ID" >> "$1/starts"
i=0
while [ $i -lt 5 ]; do
  i=$((i + 1))
  echo "$AZUREML_RUN_ID $i" > outputs/$i.txt
  echo "$AZUREML_RUN_ID $i" >> "$1/written"
  echo "{\"name\": \"Loss\", \"value\": $i}" >> "$AZUREML_METRICS_FILE"
  sleep 0.06
done
