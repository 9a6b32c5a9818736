def runs = new File(basedir, "target/history/local/default/mlflow/runs").listFiles().sort()
def record = new groovy.json.JsonSlurper().parse(new File(runs[0], "final.json"))
assert record.metrics.Accuracy == 0.97
assert record.metrics.loss.collect { it as double } == [1.0d, 0.5d, 1 / 3d]
assert record.parameters == [reg: "0.1", solver: "lbfgs"]
assert record.tags == [stage: "try"]
assert record.artifacts*.path.findAll { it.startsWith("outputs/") } == ["outputs/mlflow/model/MLmodel", "outputs/mlflow/plots/loss.svg"]
assert record.warnings == []

// The user's own place wins.
assert new groovy.json.JsonSlurper().parse(new File(runs[1], "final.json")).metrics.isEmpty()
assert new File(basedir, "target/runs/${runs[1].name}/mlruns/0").directory

def log = new File(basedir, "build.log").text
assert log.contains("Accuracy: 0.97")
