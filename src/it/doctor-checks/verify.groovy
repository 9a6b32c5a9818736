import java.util.concurrent.TimeUnit
import java.util.zip.ZipFile

def log = new File(basedir, "build.log").text
assert log =~ /\[INFO\] ok    Maven          \d/
assert log =~ /\[INFO\] ok    configuration  local: train.sh on the target local\n/
assert log =~ /\[INFO\] ok    runs           none is under way or interrupted on this computer\n/
assert log =~ /\[INFO\] ok    history        1 run in /
assert log =~ /\[INFO\] ok    verification   \d+ files of the history read, each as it was written\n/
assert !log.contains("FAIL")

def bundle = new File(basedir, "target/aml/diagnostics.zip")
assert java.nio.file.Files.getPosixFilePermissions(bundle.toPath())*.name().sort() == ["OWNER_READ", "OWNER_WRITE"]
def zip = new ZipFile(bundle)
def contents = zip.entries().toList().collectEntries { [it.name, zip.getInputStream(it).getText("UTF-8")] }
zip.close()
assert contents.keySet().toList() == ["doctor.txt", "versions.txt", "environment-names.txt", "aml_config/local.compute",
    "aml_config/local.runconfig", "runs/1/record.json", "runs/1/control_log.txt"]
contents.each { name, text -> assert !text.contains("CANARY") : name + ":\n" + text }
assert contents["environment-names.txt"].readLines().contains("AML_IT_TOKEN")
assert contents["aml_config/local.runconfig"].contains("  PLAIN: ***\n")
assert contents["runs/1/record.json"].contains('"status"')
contents.keySet().each { assert log.contains("[INFO]   " + it) }

// The goals above have filled the local repository, from a repository of this name.
def settings = new File(basedir, "target/settings.xml")
settings.text = new File(basedir, "../settings.xml").text.replace("@localRepositoryUrl@", localRepositoryPath.toURI().toString())
def doctor = { String name, String... more ->
    def out = new File(basedir, "target/" + name + ".txt")
    def command = [System.getProperty("maven.home") + "/bin/mvn", "-B", "-o", "-s", settings.path, "-Dmaven.repo.local=" + localRepositoryPath,
        "-Daml.store=target/history", "-Daml.journalFolder=target/journal", "-Daml.runsFolder=target/runs", "aml:doctor"] + (more as List)
    def process = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).redirectOutput(out).start()
    assert process.waitFor(90, TimeUnit.SECONDS)
    assert process.exitValue() == 1 : out.text
    out.text
}

// Everything that is wrong, and what is not.
new File(basedir, "aml_config/broken.runconfig").text = "ArgumentVector: [no-such.py]\nTarget: nowhere\nFramwork: Python\n"
new File(basedir, "aml_config/other.compute").text = "type: local\npythonLocation: /no/such/python\n"
new File(basedir, "aml_config/cloud.compute").text = "type: cluster\naddress: a\nusername: b\npassword: CANARY-PASSWORD\n"
def text = doctor("mistakes", "-Daml.bundle=target/mistakes.zip")
assert text =~ /\[ERROR\] FAIL  configuration  /
assert text.contains("no-such.py")
assert text.contains("nowhere")
assert text.contains("Framwork")
assert text.contains("ok    configuration  local: train.sh on the target local")
assert text.contains("-> mend what is marked FAIL above, then try again: mvn aml:doctor")
assert !text.contains("CANARY")
zip = new ZipFile(new File(basedir, "target/mistakes.zip"))
zip.entries().each { assert !zip.getInputStream(it).getText("UTF-8").contains("CANARY") : it.name }
zip.close()
["broken.runconfig", "other.compute", "cloud.compute"].each { new File(basedir, "aml_config/" + it).delete() }

// One bit of an artifact.
def model = new File(basedir, "target/history").traverse(nameFilter: "model") { file -> file.text = "y\n" }
text = doctor("damage", "-Daml.verify")
assert text =~ /\[ERROR\] FAIL  verification   run 1: outputs\/model is damaged: /
assert text =~ /\[ERROR\] FAIL  verification   1 of \d+ files of the history are at fault/
