def run = new groovy.json.JsonSlurper().parse(new File(basedir, "target/aml/run.json"))
assert run.status == "Completed"
assert run["Regularization Rate"] == 10
assert run.Accuracy > 0.5 && run.Accuracy <= 1
assert run.Precision.size() == run.Recall.size() && run.Thresholds.size() == run.Precision.size() - 1
assert run.Converged == true && run.Samples == 97
def outputs = new File(basedir, "downloads/1/outputs")
assert new File(outputs, "model.pkl").length() > 500
assert new File(outputs, "precision_recall.png").bytes[1..3] == "PNG".bytes as List
assert !new File(basedir, "build.log").text.contains("[WARNING] aml_config")
