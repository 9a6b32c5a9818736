import groovy.json.JsonSlurper

def demo = new File(basedir, "demo")
def store = new File(basedir, "store")
def number = 0
def start = { String... goal ->
    def command = [new File(System.getProperty("maven.home"), "bin/mvn").path, "-B", "-o",
        "-s", new File(basedir, "../interpolated-settings.xml").canonicalPath,
        "-Dmaven.repo.local=" + localRepositoryPath, "-Daml.store=" + store, "-Daml.journalFolder=" + new File(basedir, "journal"),
        "-Daml.runsFolder=" + new File(basedir, "runs")] + (goal as List)
    def output = new File(basedir, "maven-${++number}.log")
    [new ProcessBuilder(command).directory(demo).redirectErrorStream(true).redirectOutput(output).start(), output]
}
def maven = { int exitCode, String... goal ->
    def (process, output) = start(goal)
    assert process.waitFor() == exitCode : output.getText("UTF-8")
    output.getText("UTF-8")
}
def record = { -> new JsonSlurper().parse(new File(demo, "target/aml/run.json")) }
def outputs = { it.artifacts.findAll { artifact -> artifact.path.startsWith("outputs/") }.collectEntries { artifact -> [artifact.path, artifact.sha256] } }

def server = new File(basedir, "ssh")
def keeper = new ProcessBuilder(new File(sources, "ssh/keep.sh").path, server.path).redirectError(ProcessBuilder.Redirect.INHERIT).start()
try {
    assert keeper.inputReader().readLine() == "ready"
    def text = { name -> new File(server, name).text.trim() }
    def home = new File(text("home"))
    new File(demo, "aml_config/vm.compute").text = """type: remote
address: ${text("address")}:${text("port")}
username: ${text("user")}
identityFile: ${server}/id_ed25519
nativeSharedDirectory: ~/.azureml/share/
"""
    new File(demo, "aml_config/vm.runconfig").text = "ArgumentVector: [iris.py]\nTarget: vm\nFramework: Python\n"

    // Nobody knows the computer yet: it is told who it says it is, and nothing has happened.
    def unknown = maven(1, "aml:run", "-Daml.target=vm")
    assert unknown.contains(text("fingerprints").readLines().find { it.contains("ED25519") }.split(" ")[1]) : unknown
    assert unknown.contains("\n[ERROR] -> ") && !unknown.contains("\tat ") : unknown
    assert !store.exists() && !new File(home, ".azureml").exists()
    new File(demo, "aml_config/known_hosts").text = new File(server, "known_hosts").text

    // The same result, wherever.
    maven(0, "aml:run")
    def local = record()
    maven(0, "aml:run", "-Daml.target=vm")
    def remote = record()
    assert remote.status == "Completed" && remote.target == "vm" && remote.Accuracy == 0.96 && local.Accuracy == 0.96 : remote
    assert outputs(remote) == outputs(local) && outputs(local).size() > 1 : [remote, local]
    assert remote.artifacts*.path as Set == local.artifacts*.path as Set : remote
    assert remote.not_collected in [null, []] : remote
    assert new File(home, ".azureml/azureml_runs").list().length == 0

    // What a failed script has left is brought back, too.
    new File(demo, "fail.sh").text = "echo half > outputs/half; echo no luck; exit 3\n"
    def failed = maven(1, "aml:run", "-Daml.target=vm", "-Daml.script=fail.sh", "-Daml.args=")
    assert failed.contains("the script failed: exit code 3") && failed.contains("no luck") : failed
    assert record().artifacts*.path.contains("outputs/half")

    // Maven is killed: the script goes on there, and whoever comes next brings it to its end.
    new File(demo, "slow.sh").text = 'echo started >> ~/starts; for i in 1 2 3 4 5 6 7 8; do echo line $i; sleep 0.5; done; echo done > outputs/done\n'
    def (killed, log) = start("aml:run", "-Daml.target=vm", "-Daml.script=slow.sh", "-Daml.args=")
    for (int i = 0; !log.text.contains("line 2") && i < 600; i++) {
        sleep(100)
    }
    killed.destroyForcibly().waitFor()
    def found = maven(0, "aml:history")
    assert found.contains("Run 4 is still running") : found
    def followed = maven(0, "aml:logs", "-Daml.run=4", "-Daml.follow")
    assert followed.contains("line 1\nline 2\n") && followed.contains("line 7\nline 8\n") : followed
    assert followed.contains("Run 4 had been interrupted and is Completed now") : followed
    assert new File(home, "starts").readLines() == ["started"]
    assert new File(store, "local/default/demo/ExperimentRun").listFiles().any { new File(it, "outputs/done").exists() }

    // Left to itself, and stopped later.
    new File(demo, "long.sh").text = "trap 'echo tidy > outputs/tidy; exit 0' TERM; echo begun; while :; do sleep 0.1; done\n"
    def detached = maven(0, "aml:run", "-Daml.target=vm", "-Daml.script=long.sh", "-Daml.args=", "-Daml.detach")
    assert detached.contains("Status: Running, detached") && detached.contains("aml:logs -Daml.run=5") : detached
    def running = maven(0, "aml:info", "-Daml.run=5")
    assert running.contains("Running") : running
    def stopped = maven(0, "aml:cancel", "-Daml.run=5")
    assert stopped.contains("Run 5 is Canceled") : stopped
    assert maven(0, "aml:info", "-Daml.run=5").contains("outputs/tidy")
    assert new File(home, ".azureml/azureml_runs").list().length == 0

    // The computer is away: said within the time of a connection, with nothing counted.
    def runs = new File(store, "local/default/demo/numbers").list().length
    def compute = new File(demo, "aml_config/vm.compute")
    compute.text = compute.text.replace(":" + text("port"), ":1")
    def away = maven(1, "aml:run", "-Daml.target=vm")
    assert away.contains("cannot reach ") && away.contains("\n[ERROR] -> ") && !away.contains("\tat ") : away
    assert new File(store, "local/default/demo/numbers").list().length == runs
} finally {
    keeper.outputStream.close()
    keeper.waitFor()
}
