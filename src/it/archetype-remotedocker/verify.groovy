import groovy.json.JsonSlurper

def demo = new File(basedir, "demo")
def store = new File(basedir, "store")
def ssh = new File(basedir, "ssh")
def number = 0
def maven = { int exitCode, String... goal ->
    def command = [new File(System.getProperty("maven.home"), "bin/mvn").path, "-B", "-o",
        "-s", new File(basedir, "../interpolated-settings.xml").canonicalPath,
        "-Dmaven.repo.local=" + localRepositoryPath, "-Daml.store=" + store, "-Daml.journalFolder=" + new File(basedir, "journal"),
        "-Daml.runsFolder=" + new File(basedir, "runs")] + (goal as List)
    def output = new File(basedir, "maven-${++number}.log")
    def process = new ProcessBuilder(command).directory(demo).redirectErrorStream(true).redirectOutput(output).start()
    assert process.waitFor() == exitCode : output.text
    output.getText("UTF-8")
}
def record = { -> new JsonSlurper().parse(new File(demo, "target/aml/run.json")) }
def containers = { -> ["docker", "ps", "-aq", "--filter", "label=io.github.amlmaven.project=local/default/demo"].execute().text }
def remove = { -> ["docker", "images", "-q", "--filter", "label=io.github.amlmaven.project=local/default/demo"].execute().text
    .readLines().toSet().each { ["docker", "rmi", "-f", it].execute().waitFor() } }

// Ends with this process, however that ends.
def server = new ProcessBuilder(new File(sources, "ssh/keep.sh").path, ssh.path)
    .redirectError(new File(basedir, "ssh.log")).start()
remove()
try {
    assert server.inputReader().readLine() == "ready" : new File(basedir, "ssh.log").text
    def said = { String name -> new File(ssh, name).text.trim() }
    def compute = new File(demo, "aml_config/vm.compute")
    compute.text = """\
        type: remotedocker
        address: 127.0.0.1:${said("port")}
        username: ${said("user")}
        identityFile: ${new File(ssh, "id_ed25519")}
        baseDockerImage: aml-test:python
        sharedVolumes: true
        nativeSharedDirectory: ~/.azureml/share
        # No test needs the network.
        dockerNetwork: none
        """.stripIndent()
    new File(demo, "aml_config/known_hosts").text = new File(ssh, "known_hosts").text
    new File(demo, "aml_config/vm.runconfig").text =
        new File(demo, "aml_config/docker.runconfig").text.replace("Target: docker", "Target: vm")
    // Another project's image of the same meaning would be taken: a channel of our own, which venv has no use for.
    def dependencies = new File(demo, "aml_config/conda_dependencies.yml")
    dependencies.text = "channels: [it-${System.nanoTime()}]\n" + dependencies.text

    maven(0, "aml:run")
    def local = record()

    def prepared = maven(0, "aml:prepare", "-Daml.target=vm")
    assert prepared.contains("Building azureml_") && prepared.contains("Your environment is now ready") : prepared
    def first = maven(0, "aml:run", "-Daml.target=vm")
    def mounted = record()
    assert !first.contains("Building azureml_") : first
    compute.text = compute.text.replace("sharedVolumes: true", "sharedVolumes: false")
    maven(0, "aml:run", "-Daml.target=vm")
    def copied = record()
    compute.text = compute.text.replace("sharedVolumes: false", "sharedVolumes: true")

    // The same result, wherever.
    [mounted, copied].each {
        assert it.status == "Completed" && it.target == "vm" : it
        assert it.Accuracy == local.Accuracy && it.Accuracy == 0.96 : it
        assert it.artifacts*.path as Set == local.artifacts*.path as Set : it
        def outputs = { it.artifacts.findAll { artifact -> artifact.path.startsWith("outputs/") }.collectEntries { artifact -> [artifact.path, artifact.sha256] } }
        assert outputs(it) == outputs(local) : it
        assert it.not_collected in [null, []] : it
        assert it.docker_image ==~ /azureml_[0-9a-f]{32}/ && it.docker_base_image == "aml-test:python" : it
    }

    // The share folder is there, and outlives runs.
    new File(demo, "write.sh").text = 'echo from-a-run >> "${AZUREML_NATIVE_SHARE_DIRECTORY}word-$1"; cat "${AZUREML_NATIVE_SHARE_DIRECTORY}word-$1"\n'
    def word = "word-${System.nanoTime()}"
    def shared = new File(said("home"), ".azureml/share/local/default/demo/word-$word")
    2.times { maven(0, "aml:run", "-Daml.target=vm", "-Daml.script=write.sh", "-Daml.args=$word") }
    assert shared.readLines() == ["from-a-run", "from-a-run"]
    shared.delete()

    // A script that fails there fails the build here, and what it has left comes back.
    new File(demo, "fail.sh").text = "echo half > outputs/half; echo no luck; exit 3\n"
    def failed = maven(1, "aml:run", "-Daml.target=vm", "-Daml.script=fail.sh", "-Daml.args=")
    assert failed.contains("exit code 3") && failed.contains("no luck") : failed
    assert record().artifacts*.path.contains("outputs/half")

    def doctor = maven(0, "aml:doctor")
    assert doctor =~ /at ssh:\/\/\S+@127\.0\.0\.1:[0-9]+ \(over SSH\)/ : doctor

    // No container and no copy outlives its run.
    assert containers() == "" : containers()
    assert (new File(said("home"), ".azureml/azureml_runs").list() ?: []).findAll { it.startsWith("demo_") }.isEmpty()
} finally {
    remove()
    server.outputStream.close()
    server.waitFor()
}
