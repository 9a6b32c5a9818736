import groovy.json.JsonSlurper
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream

def demo = new File(basedir, "demo")
def share = new File(basedir, "share")
def store = new File(basedir, "store")
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
def edit = { String file, String from, String to ->
    def content = new File(demo, "aml_config/$file").text
    assert content.contains(from) : "$file lacks $from"
    new File(demo, "aml_config/$file").text = content.replace(from, to)
}
def containers = { -> ["docker", "ps", "-aq", "--filter", "label=io.github.amlmaven.project=local/default/demo"].execute().text }
def images = { -> ["docker", "images", "-q", "--filter", "label=io.github.amlmaven.project=local/default/demo"].execute().text.readLines().toSet() }
def remove = { -> images().each { ["docker", "rmi", "-f", it].execute().waitFor() } }
remove()

try {
    ["local.compute", "docker.compute"].each { edit(it, "nativeSharedDirectory: ~/.azureml/share", "nativeSharedDirectory: " + share) }
    edit("docker.compute", "baseDockerImage: python:3.11-slim", "baseDockerImage: aml-test:python")
    // Another project's image of the same meaning would be taken: a channel of our own, which venv has no use for.
    def dependencies = new File(demo, "aml_config/conda_dependencies.yml")
    dependencies.text = "channels: [it-${System.nanoTime()}]\n" + dependencies.text
    // No test needs the network.
    new File(demo, "aml_config/docker.compute") << "\ndockerNetwork: none\n"

    maven(0, "aml:run")
    def local = record()

    def first = maven(0, "aml:run", "-Daml.target=docker")
    def mounted = record()
    assert first.contains("Your environment is now ready") : first

    // The promise put to the test: the run on this computer, made again in a container.
    def verified = maven(0, "aml:rerun", "-Daml.run=1", "-Daml.target=docker", "-Daml.verify")
    assert verified.contains("Verdict: run 3 has the same results as run 1: exit code, 3 metrics, 2 artifacts") : verified
    assert record().target == "docker" && record().rerun_of == local.run_id : record()

    edit("docker.compute", "sharedVolumes: true", "sharedVolumes: false")
    def second = maven(0, "aml:run", "-Daml.target=docker")
    def copied = record()

    // The same result, wherever.
    [mounted, copied].each {
        assert it.status == "Completed" && it.target == "docker" : it
        assert it.Accuracy == local.Accuracy && it.Accuracy == 0.96 : it
        def names = { it.artifacts*.path.findAll { path -> path != "azureml-logs/prepare_log.txt" } as Set }
        assert names(it) == names(local) : it
        def outputs = { it.artifacts.findAll { artifact -> artifact.path.startsWith("outputs/") }.collectEntries { artifact -> [artifact.path, artifact.sha256] } }
        assert outputs(it) == outputs(local) : it
        assert it.not_collected in [null, []] : it
        assert it.docker_image ==~ /azureml_[0-9a-f]{32}/ && it.docker_base_image == "aml-test:python" : it
    }
    assert mounted.artifacts*.path.contains("azureml-logs/prepare_log.txt")

    // Nothing has changed, or nothing but a comment: nothing is built. A package has: it is.
    assert !second.contains("Step ") && !second.contains("Building azureml_") : second
    assert !copied.artifacts*.path.contains("azureml-logs/prepare_log.txt")
    new File(demo, "aml_config/conda_dependencies.yml") << "\n# a remark\n"
    new File(demo, "notes.txt").text = "a change of the project"
    assert !maven(0, "aml:run", "-Daml.target=docker").contains("Building azureml_")
    assert record().docker_image == copied.docker_image

    new ZipOutputStream(new FileOutputStream(new File(demo, "greet-1.0-py3-none-any.whl"))).withCloseable { wheel ->
        ["greet.py"                : "WORD = 'greetings'\n",
         "greet-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: greet\nVersion: 1.0\n",
         "greet-1.0.dist-info/WHEEL"   : "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
         "greet-1.0.dist-info/RECORD"  : "greet.py,,\ngreet-1.0.dist-info/METADATA,,\ngreet-1.0.dist-info/WHEEL,,\ngreet-1.0.dist-info/RECORD,,\n"
        ].each { name, content ->
            wheel.putNextEntry(new ZipEntry(name))
            wheel.write(content.bytes)
        }
    }
    edit("docker.compute", "aml-test:python", "aml-test:pip")
    new File(demo, "aml_config/conda_dependencies.yml") << "  - pip:\n      - --no-index\n      - greet-1.0-py3-none-any.whl\n"
    new File(demo, "greet_script.py").text = "import greet, os\nprint(greet.WORD)\nopen('outputs/word', 'w').write(greet.WORD)\n"
    def prepared = maven(0, "aml:prepare", "-Daml.target=docker")
    assert prepared.contains("Building azureml_") && prepared.contains("Your environment is now ready") : prepared
    def greeted = maven(0, "aml:run", "-Daml.target=docker", "-Daml.script=greet_script.py")
    assert greeted.contains("greetings") && !greeted.contains("Building azureml_") : greeted
    assert record().docker_image != copied.docker_image

    // One share folder for both.
    edit("docker.compute", "sharedVolumes: false", "sharedVolumes: true")
    new File(demo, "write.sh").text = 'echo from-local > "${AZUREML_NATIVE_SHARE_DIRECTORY}word"\n'
    new File(demo, "read.sh").text = 'echo "$AZUREML_NATIVE_SHARE_DIRECTORY"; cat "${AZUREML_NATIVE_SHARE_DIRECTORY}word"\n'
    maven(0, "aml:run", "-Daml.script=write.sh", "-Daml.args=")
    assert maven(0, "aml:run", "-Daml.target=docker", "-Daml.script=read.sh", "-Daml.args=").contains("/azureml-share/\nfrom-local\n")

    // A script that fails there fails the build here; a run that may not prepare says what to do.
    new File(demo, "fail.sh").text = "echo half > outputs/half; echo no luck; exit 3\n"
    def failed = maven(1, "aml:run", "-Daml.target=docker", "-Daml.script=fail.sh", "-Daml.args=")
    assert failed.contains("the script failed: exit code 3; its last line:\n    no luck") || failed.contains("exit code 3") : failed
    assert record().artifacts*.path.contains("outputs/half")
    edit("docker.runconfig", "PrepareEnvironment: true", "PrepareEnvironment: false")
    new File(demo, "aml_config/conda_dependencies.yml") << "      - greet-1.0-py3-none-any.whl\n      - --pre\n"
    def runs = new File(store, "local/default/demo/numbers").list().length
    def unprepared = maven(1, "aml:run", "-Daml.target=docker")
    assert unprepared.contains("-> ") && unprepared.contains("aml:prepare -Daml.target=docker") : unprepared
    assert new File(store, "local/default/demo/numbers").list().length == runs

    // No container outlives its run.
    assert containers() == "" : containers()

    // What no run needs goes, when asked to.
    maven(0, "aml:gc", "-Daml.apply")
    assert (new File(basedir, "runs").list() ?: []).findAll { it.startsWith("demo_") }.isEmpty()
} finally {
    remove()
}
