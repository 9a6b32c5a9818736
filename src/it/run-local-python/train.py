import json
from azureml.logging import get_azureml_logger

logger = get_azureml_logger()
rate = float(sys.argv[1])  # sys and os are known without import, as in the Workbench
logger.log("Regularization Rate", rate)
logger.log("Accuracy", 0.95)
for loss in (3, 2, 1):
    logger.log("Loss", loss)
logger.upload("reports/summary.txt", "all well")
print("training with", rate, os.environ["FROM_FILE"], os.environ["OVERRIDDEN"], "ä")
print("cwd ends with run id:", os.path.basename(os.getcwd()) == os.environ["AZUREML_RUN_ID"])
assert "MAVEN_CMD_LINE_ARGS" not in os.environ
with open("left-in-the-copy.txt", "w") as copy:
    copy.write("x")
with open("outputs/model.json", "w") as model:
    json.dump({"rate": rate}, model)
