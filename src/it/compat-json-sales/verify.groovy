def run = new groovy.json.JsonSlurper().parse(new File(basedir, "target/aml/run.json"))
assert run.status == "Completed"
assert run.Forecast == 30.0
assert run.script_name == "Code/Sales Main.py"
assert run.attachments.contains("outputs/forecast.txt")
def log = new File(basedir, "build.log").text
assert log.contains("Script Sales Main.py unit EUR")
assert log.contains("[WARNING] ") && log.contains("docker.runconfig")
