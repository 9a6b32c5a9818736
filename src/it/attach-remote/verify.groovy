import groovy.json.JsonSlurper
import java.nio.file.Files

def number = 0
def maven = { int exitCode, String... goal ->
    def command = [new File(System.getProperty("maven.home"), "bin/mvn").path, "-B", "-o",
        "-s", new File(basedir, "../interpolated-settings.xml").canonicalPath,
        "-Dmaven.repo.local=" + localRepositoryPath, "-Duser.home=" + new File(basedir, "home"),
        "-Daml.store=target/history", "-Daml.journalFolder=target/journal", "-Daml.runsFolder=target/runs"] + (goal as List)
    def output = new File(basedir, "maven-${++number}.log")
    def process = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).redirectOutput(output).start()
    assert process.waitFor() == exitCode : output.getText("UTF-8")
    def said = output.getText("UTF-8")
    assert !said.contains("\tat ") : said
    said
}
def config = { name -> new File(basedir, "aml_config/" + name) }

assert new File(basedir, "build.log").text.contains("local") : "listed without any computer"
def home = new File(basedir, "home")
home.mkdirs()
def server = new File(basedir, "ssh")
def keeper = new ProcessBuilder(new File(sources, "ssh/keep.sh").path, server.path).redirectError(ProcessBuilder.Redirect.INHERIT).start()
try {
    assert keeper.inputReader().readLine() == "ready"
    def text = { name -> new File(server, name).text.trim() }
    def fingerprint = text("fingerprints").readLines().find { it.contains("ED25519") }.split(" ")[1]
    def attach = ["aml:attach", "-Daml.type=remote", "-Daml.target=vm", "-Daml.address=127.0.0.1:" + text("port"),
        "-Daml.username=" + text("user"), "-Daml.useSshKey"] as String[]

    // The files and a key pair are made; the computer is not believed without being asked about it.
    def unknown = maven(1, attach)
    assert unknown.contains("Written: aml_config/vm.compute") && unknown.contains("Written: aml_config/vm.runconfig") : unknown
    assert unknown.contains("ssh-copy-id -i ~/.ssh/aml_vm.pub -p " + text("port") + " " + text("user") + "@127.0.0.1") : unknown
    assert unknown.contains("[ERROR] the host key of [127.0.0.1]:") || unknown.contains("the host key of [127.0.0.1]:") : unknown
    assert unknown.contains("mvn aml:attach -Daml.target=vm -Daml.acceptHostKey=" + fingerprint) : unknown
    assert !config("known_hosts").exists()
    assert config("vm.compute").text.contains("~/.ssh/aml_vm") && !config("vm.compute").text.contains("password")
    def key = new File(home, ".ssh/aml_vm")
    assert Files.getPosixFilePermissions(key.toPath())*.name() as Set == ["OWNER_READ", "OWNER_WRITE"] as Set
    assert unknown.contains(new File(home, ".ssh/aml_vm.pub").text.trim()) : unknown
    def secret = key.text.readLines()[2]
    assert !unknown.contains(secret)

    // Another fingerprint than the one it shows does not help.
    maven(1, "aml:attach", "-Daml.target=vm", "-Daml.acceptHostKey=SHA256:" + "A" * 43)
    assert !config("known_hosts").exists()

    // Believed, and not let in yet.
    def stranger = maven(1, "aml:attach", "-Daml.target=vm", "-Daml.acceptHostKey=" + fingerprint)
    assert stranger.contains("does not let us in") && stranger.contains("ssh-copy-id") : stranger
    assert config("known_hosts").readLines().count { it.startsWith("[127.0.0.1]:" + text("port") + " ssh-ed25519 ") } == 1

    // With the key that it printed in its place it can be used.
    def authorized = new File(text("home"), ".ssh/authorized_keys")
    if (!authorized.canWrite()) { // not root: the server has a file of its own
        authorized = new File(server, "authorized")
    }
    authorized.append(new File(home, ".ssh/aml_vm.pub").text)
    def good = maven(0, "aml:attach", "-Daml.target=vm")
    assert good =~ /ok    user +${text("user")}, home folder / : good
    assert good =~ /ok    Python +\/.*3\./ && good =~ /ok    clock/ && good =~ /ok    disk/ : good
    assert good.contains("mvn aml:run -Daml.target=vm") : good
    maven(0, "aml:run", "-Daml.target=vm", "-Daml.script=train.py")
    assert new JsonSlurper().parse(new File(basedir, "target/aml/run.json")).target == "vm"

    // Nothing is written over.
    assert maven(1, attach).contains("aml_config/vm.compute is there already")
    assert key.text.readLines()[2] == secret

    // Listed with their state.
    maven(0, "aml:attach", "-Daml.type=docker", "-Daml.target=box")
    def listed = maven(0, "aml:targets")
    assert listed =~ /(?m)vm +remote +${text("user")}@127\.0\.0\.1:${text("port")} +vm +reachable$/ : listed
    assert listed =~ /(?m)box +docker +box +here$/ : listed
    maven(0, "-q", "-l", "target/targets.json", "aml:targets", "-Daml.output=json")
    def json = new File(basedir, "target/targets.json")
    def rows = new JsonSlurper().parse(json)
    assert rows*.name == ["box", "local", "vm"] && rows[2].state == "reachable" && rows[2].run_configurations == ["vm"] : json.text

    // Detached: the pair and the host key go, the key pair and the computer are left alone.
    def gone = maven(0, "aml:detach", "-Daml.target=vm")
    assert gone.contains("Removed: aml_config/vm.compute") && gone.contains("host key") : gone
    assert !config("vm.compute").exists() && !config("vm.runconfig").exists() && key.exists()
    assert !config("known_hosts").text.contains("127.0.0.1")
    def none = maven(1, "aml:detach", "-Daml.target=vm")
    assert none.contains("there is no compute target 'vm'; there are: box, local") : none
} finally {
    keeper.outputStream.close()
    keeper.waitFor()
}
