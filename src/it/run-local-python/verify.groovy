import groovy.json.JsonSlurper

def json = new JsonSlurper()
def run = json.parse(new File(basedir, "target/aml/run.json"))
assert run.run_number == 3
assert run.status == "Completed"
assert run.script_name == "train.py"
assert run.arguments == ["0.01"]
assert run["Regularization Rate"] == 0.01
assert run.Loss == [3, 2, 1]
assert run.attachments.split(", ") as List == ["azureml-logs/control_log.txt", "azureml-logs/driver_log.txt", "outputs/model.json", "reports/summary.txt"]

def runs = json.parse(new File(basedir, "target/history.json"))
assert runs*.run_number == [2, 1]
assert runs*.run_id.every { it ==~ /iris_\d{13}/ }
assert runs[0].arguments == ["0.5"]
assert runs[0].properties.CommitId == runs[1].properties.CommitId
assert new File(basedir, "target/query.json").text.trim() == "2"
assert new File(basedir, "target/model.txt").text == '{"rate": 0.5}'
assert new File(basedir, "target/first.json").text == '{"rate": 0.01}'
assert new File(basedir, "target/quiet.txt").text ==~ /iris_\d{13}\n/

assert new File(basedir, "downloads/2/outputs/model.json").text == '{"rate": 0.5}'
assert new File(basedir, "downloads/2/azureml-logs/driver_log.txt").text.contains("training with 0.5")

assert !new File(basedir, "left-in-the-copy.txt").exists()
assert !new File(basedir, "outputs").exists()
assert new File(basedir, "target/runs/" + runs[1].run_id + "/left-in-the-copy.txt").exists()

def log = new File(basedir, "build.log").text
assert log.contains("RunId: " + runs[1].run_id)
assert log.contains("Executing user inputs .....\n===========================\n")
assert log.contains("training with 0.01 file command-line ä")
assert log.contains("cwd ends with run id: True")
assert log.contains("Execution Details\n=================\nRunId: ")
assert log.contains("Accuracy: 0.95")
