import groovy.json.JsonSlurper
import java.security.MessageDigest
import java.util.concurrent.TimeUnit

def tries = binding.hasVariable("amlLong") && amlLong == "true" ? 200 : 10
def seed = Long.getLong("aml.seed", System.nanoTime())
def random = new Random(seed)
println "kill -9 of Maven: $tries tries, again with -Daml.seed=$seed"

def number = 0
def maven = { List<String> goal ->
    def home = new File(System.getProperty("maven.home"))
    def settings = new File(basedir, "../interpolated-settings.xml")
    def command = [new File(home, "bin/mvn").path, "-B", "-o", "-s", settings.canonicalPath,
        "-Dmaven.repo.local=" + localRepositoryPath, "-Daml.store=target/history",
        "-Daml.journalFolder=target/journal"] + goal
    def output = new File(basedir, "maven-${++number}.log")
    [new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).redirectOutput(output).start(), output]
}
def run = ["aml:run", "-Daml.runsFolder=target/runs", "-Daml.args=" + basedir.path]
def lines = { name -> new File(basedir, name).exists() ? new File(basedir, name).readLines() : [] }
def project = new File(basedir, "target/history/local/default/kill-maven")
def finals = { new File(project, "numbers").listFiles().findAll { !it.name.startsWith(".") }.collectEntries {
    def id = new JsonSlurper().parse(it).run_id
    [(id): new File(project, "runs/$id/final.json")]
} }

def start = System.nanoTime()
def (whole, said) = maven(run)
assert whole.waitFor() == 0 : said.text
def span = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)

// Maven takes most of the time to begin; the run is where it can hurt. Each run is the goal that heals the one before.
(1..tries).each {
    def (killed, log) = maven(run)
    killed.waitFor((long) (span / 3) + (long) (random.nextDouble() * span * 3 / 4), TimeUnit.MILLISECONDS)
    killed.destroyForcibly().waitFor()
    assert !log.text.contains("\tat ") : log.text
}

// The last script may go on; the goal after its end finds everything to be healed.
def marked = { -> ProcessHandle.allProcesses().filter { process ->
    try {
        new File("/proc/${process.pid()}/environ").getText("ISO-8859-1").contains("AZUREML_RUN_ID=kill-maven_")
    } catch (IOException e) {
        false // it has just ended
    }
}.count() }
for (int i = 0; marked() > 0 && i < 100; i++) {
    sleep(100)
}
start = System.nanoTime()
def (healing, told) = maven(["aml:history"])
assert healing.waitFor() == 0 : told.text
def millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)
assert millis < 10000 + span : "healed in $millis ms"

def starts = lines("starts")
def runs = finals()
assert runs.keySet().containsAll(starts)
runs.each { id, end ->
    assert end.isFile() : "$id has no record"
    def record = new JsonSlurper().parse(end)
    def started = starts.count(id)
    assert started <= 1 : "$id started $started times"
    assert record.status == (started == 1 ? "Completed" : "Failed") : record
    assert started == 1 || record.reason_kind == "NeverStarted" : record
    def artifacts = new File(project, "ExperimentRun/$id")
    record.artifacts.each {
        def content = new File(artifacts, it.path).bytes
        assert it.sha256 == MessageDigest.getInstance("SHA-256").digest(content).encodeHex().toString()
    }
    lines("written").findAll { it.startsWith(id + " ") }.each { line ->
        def path = "outputs/${line.split(' ')[1]}.txt".toString()
        assert record.artifacts*.path.contains(path) : "$id lacks $path: $record"
        assert new File(artifacts, path).text.trim() == line
    }
}
assert (new File(basedir, "target/runs").list() as List).every { starts.contains(it) }
assert new File(basedir, "target/journal").list().findAll { new File(basedir, "target/journal/$it/begin.json").exists() }.isEmpty()
assert marked() == 0
println "kill -9 of Maven: $tries tries, ${runs.size()} runs claimed, ${starts.size()} scripts started, 0 lost, last goal $millis ms"
