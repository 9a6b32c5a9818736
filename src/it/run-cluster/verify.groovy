import groovy.json.JsonSlurper

def keeper = context.get("ssh")
keeper.outputStream.close()
keeper.waitFor()

def log = new File(basedir, "build.log").getText("UTF-8")
def runs = new JsonSlurper().parse(new File(basedir, "target/history.json"))
assert runs*.run_number == [2, 1]
assert runs*.status == ["Failed", "Completed"]
assert runs*.target_type == ["cluster", "cluster"]
assert runs*.framework == ["PySpark", "PySpark"]
assert runs*.exit_code == [3, 0]
assert runs[1].Numbers == 4321 && runs[1].Partitions == 4

// What it has left is that of a real job, which Spark was told about by the project.
def result = new JsonSlurper().parse(new File(basedir, "downloads/1/outputs/result.json"))
assert result.application.startsWith("local-") && result.master == "local[2]" && result.numbers == 4321
def printed = new File(basedir, "downloads/1/azureml-logs/driver_log.txt").text
assert printed.contains("numbers: 4321") && printed.contains("VM settings:")

assert log =~ /Spark 3\.5\.6 at \S+, master local\[2]/
assert log.contains("application: " + result.application)
assert log.contains("the script failed: exit code 3")
