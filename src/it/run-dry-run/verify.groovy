import groovy.json.JsonSlurper

def log = new File(basedir, "build.log").getText("UTF-8").replace("\r\n", "\n")
["history", "runs", "journal", "outbox", "aml"].each { assert !new File(basedir, "target/" + it).exists() }
assert !log.contains("hello from the script")
assert !log.contains("hunter2")
assert log.count("Nothing has been done: aml.dryRun is set.") == 4

// 1: this computer
assert log =~ /place +this computer\n/
assert log.contains("  /bin/sh hello.sh one 'two words'\n")
// 2: a container
assert log =~ /engine +unix:\/\/\/no\/such\/docker\.sock \(DOCKER_HOST\)\n/
assert log =~ /base_image +python:3\.11-slim\n/
assert log =~ /conda +python=3\.11\n/
assert log =~ /pip +numpy==1\.26\.4\n/
// 3: another computer
assert log =~ /place +ada@127\.0\.0\.1:9\n/
assert log.contains("  /bin/sh hello.sh --rate 0.5 --api-key '***'\n")
assert log =~ /share_folder +~\/share\/local\/default\/dry\/\n/
assert log =~ /TOKEN +\*\*\*\n/
assert log =~ /WARNING.*argument 4 of hello\.sh looks like a secret/
// 4: a container on another computer, for programs
def json = new JsonSlurper().parseText(log.substring(log.indexOf("\n{\n") + 1, log.indexOf("\n}\n") + 2))
assert json.target.type == "remotedocker"
assert json.target.place == "ada@vm.example.com:2222"
assert json.environment.image == "python:3.11-slim"
assert json.command == ["/bin/sh", "hello.sh", "one", "two words"]
assert json.outputs.history == "https://amlnobody.blob.core.windows.net/runs"
assert json.outputs.outbox == new File(basedir, "target/outbox").canonicalPath
assert json.files.files > 10
assert json.remarks.any { it.severity == "warning" && it.text.contains("nativeSharedDirectory has no effect") }
// 5: a cluster, and dryRun in the POM
assert log =~ /place +sshuser@spark\.example\.com\n/
assert log =~ /master +yarn\n +deploy_mode +client\n/
assert log.contains("  spark-submit --master yarn --deploy-mode client --name '<run id>' ")
assert log =~ /inherited +HF_TOKEN\n/
// 6, 7: what the run refuses
assert log =~ /\[ERROR\].*there is no script 'gone\.sh'/
assert log =~ /\[ERROR\].*over the limit of 10 bytes/
