echo "tracked: $AZUREML_TRACKED_RUN"; echo x > outputs/x
