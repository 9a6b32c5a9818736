def run = new groovy.json.JsonSlurper().parse(new File(basedir, "target/aml/run.json"))
assert run.status == "Failed"
assert run.exit_code == 3
assert new File(basedir, "target/down/outputs/half.txt").text == "half\n"

def log = new File(basedir, "build.log").text
assert log.contains("the script failed: exit code 3; its last 20 lines:")
assert log.contains("[ERROR]     line 11\n")
assert !log.contains("[ERROR]     line 10\n")
assert log.contains("[ERROR] -> see the whole log: mvn aml:logs -Daml.run=1")
