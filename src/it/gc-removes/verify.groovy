import java.util.concurrent.TimeUnit

def runs = new File(basedir, "target/runs")
def folders = { runs.listFiles().sort { it.name } }
def two = folders()
assert two.size() == 2
assert new File(two[1], "outputs/big").length() == 2000
assert new File(basedir, "target/quiet.txt").text.trim() == ""

def log = new File(basedir, "build.log").text
assert log =~ /\[INFO\] remove   folder    +\d+ bytes +[0-9.]+ KB  .*${two[0].name}  Run 1 is Completed\n/
assert log =~ /\[INFO\] keep     folder    +\d+ bytes +[0-9.]+ KB  .*${two[1].name}  Run 2 is Completed, and here is what was not collected: outputs\/big\n/
assert log.contains("-> -Daml.force removes it all the same")
assert log.contains("[INFO] No containers and images are looked at: there is no Docker engine\n")
assert log =~ /\[INFO\] 1 thing, \d+ bytes \([0-9.]+ KB\), can be removed; nothing has been yet -> mvn aml:gc -Daml.apply -Daml.runsFolder=target\/runs -Daml.store=target\/history -Daml.journalFolder=target\/journal\n/
assert log.contains("[INFO] Not old enough yet: 1 thing\n[INFO] Nothing can be removed.\n")

// The goals above have filled the local repository, from a repository of this name.
def settings = new File(basedir, "target/settings.xml")
settings.text = new File(basedir, "../settings.xml").text.replace("@localRepositoryUrl@", localRepositoryPath.toURI().toString())
def mvn = { String name, int code, String... goals ->
    def out = new File(basedir, "target/" + name + ".txt")
    def command = [System.getProperty("maven.home") + "/bin/mvn", "-B", "-o", "-s", settings.path, "-Dmaven.repo.local=" + localRepositoryPath,
        "-Daml.store=target/history", "-Daml.journalFolder=target/journal"] + (goals as List)
    def builder = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).redirectOutput(out)
    builder.environment().put("DOCKER_HOST", "unix:///nowhere/docker.sock")
    def process = builder.start()
    assert process.waitFor(90, TimeUnit.SECONDS)
    assert process.exitValue() == code : out.text
    out.text
}
def gc = { String name, int code, String... options -> mvn(name, code, *(["aml:gc", "-Daml.runsFolder=target/runs"] + (options as List))) }

// What is nobody's any more goes, and nothing else.
def stranger = new File(runs, "other_1504832281116")
assert new File(stranger, "azureml-logs").mkdirs()
def text = gc("apply", 0, "-Daml.apply")
assert folders() == [two[1], stranger]
assert text =~ /\[INFO\] removed  folder    +\d+ bytes +[0-9.]+ KB  .*${two[0].name}  Run 1 is Completed\n/
assert text =~ /\[INFO\] keep     folder /
assert text.contains(" are left alone: 1 of other\n")
assert text =~ /\[INFO\] 1 thing, \d+ bytes \([0-9.]+ KB\), was removed\.\n/

// What cannot be removed is told; only root can make such a thing, and not everywhere.
def big = new File(two[1], "outputs/big")
def chattr = { String flag ->
    try {
        ["chattr", flag, big.path].execute().waitFor() == 0
    } catch (IOException e) {
        false
    }
}
if (chattr("+i")) {
    try {
        text = gc("fails", 1, "-Daml.apply", "-Daml.force")
    } finally {
        assert chattr("-i")
    }
    assert big.length() == 2000
    assert text =~ /\[ERROR\] FAIL     folder /
    assert text =~ /\[ERROR\]          .*big/
    assert text.contains("1 thing could not be removed\n[ERROR] -> mend what is told above, then try again: mvn aml:gc -Daml.apply -Daml.force -Daml.runsFolder=target/runs")
}
text = gc("force", 0, "-Daml.apply", "-Daml.force")
assert folders() == [stranger]

// The history has everything that it had.
mvn("download", 0, "aml:download", "-Daml.run=1", "-Daml.destination=target/again")
assert new File(basedir, "target/again/outputs/model").text == "model\n"
assert new File(basedir, "target/again/outputs/big").length() == 2000

// What a deleted run kept goes after a time, and nothing of the others; its number stays its own.
def project = new File(basedir, "target/history/local/default/collected")
def files = { String folder -> new File(project, folder).list().length }
mvn("delete", 0, "aml:delete", "-Daml.run=1")
text = gc("young", 0, "-Daml.apply")
assert text.contains("1 deleted run stays until 7 days have passed since\n")
assert text.contains("Of the history nothing was removed.")
text = gc("history-dry", 0, "-Daml.grace=0")
assert text =~ /\[INFO\] remove   run      +\d+ bytes +[0-9.]+ .*run 1  deleted just now\n/
assert text =~ /Of the history: 1 run, .* can be removed; nothing has been yet -> mvn aml:gc -Daml.apply -Daml.grace=0 -Daml.runsFolder=target\/runs/
assert files("ExperimentRun") == 2
text = gc("history", 0, "-Daml.grace=0", "-Daml.apply")
assert text =~ /\[INFO\] removed  run /
assert files("ExperimentRun") == 1 && files("runs") == 1 && files("numbers") == 2
assert !new File(project, "removed").exists()
assert mvn("gone", 1, "aml:info", "-Daml.run=1").contains("run 1 was deleted, and what it kept is gone")
assert mvn("left", 0, "aml:doctor", "-Daml.verify", "-Daml.runsFolder=target/runs") =~ /verification +\d+ files of the history read, each as it was written/

// What is left is told, each byte once.
text = mvn("du", 0, "-q", "aml:du", "-Daml.output=json", "-Daml.runsFolder=target/runs")
def du = new groovy.json.JsonSlurper().parseText(text.substring(text.indexOf("{")))
def stored = 0
project.eachFileRecurse(groovy.io.FileType.FILES) { if (!it.path.contains("/.derived/")) stored += it.length() }
assert du.total == stored
assert du.kinds.run.count == 1
assert du.things*.bytes == du.things*.bytes.sort().reverse()
assert du.things.find { it.name == "run 2" }.remark.startsWith("Completed, train.sh, ")
