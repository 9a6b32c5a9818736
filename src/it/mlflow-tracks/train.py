import mlflow

with mlflow.start_run(run_name="iris"):
    mlflow.log_params({"reg": 0.1, "solver": "lbfgs"})
    for step in range(3):
        mlflow.log_metric("loss", 1 / (step + 1), step)
    mlflow.log_metric("Accuracy", 0.97)
    mlflow.set_tag("stage", "try")
    mlflow.log_text("<svg/>", "plots/loss.svg")
    mlflow.log_model("flavors: {}", "model")
