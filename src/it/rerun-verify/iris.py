import json
import random
import time

from azureml.logging import get_azureml_logger

# A script with seeds has the same results every time; with the argument "loose" it has none, and writes the time.
loose = sys.argv[1:] == ["loose"]
random.seed(None if loose else 3)
logger = get_azureml_logger()
losses = [round(1 / (step + 1 + random.random()), 6) for step in range(20)]
logger.log("Loss", losses)
logger.log("Accuracy", random.random() if loose else 0.96)
with open("outputs/model.json", "w") as model:
    json.dump({"weights": losses[:3], "trained": {"at": time.time_ns() if loose else 0}}, model)
with open("outputs/rows.csv", "w") as rows:
    rows.write("step,loss\n1,%s\n" % losses[0])
with open("outputs/same.txt", "w") as same:
    same.write("same\n")
