// Seventeen secrets lie where secrets lie, and two more are typed. Whatever happens, this plugin brings none of them anywhere else: not into
// logs, records, journal or run folders, not onto a command line, not into the environment of what it starts, but for
// the one that is passed on by its name. All builds with -X and -e.
import java.nio.file.Files
import java.util.concurrent.TimeUnit

long seed = Long.getLong("aml.seed", System.nanoTime())
println "aml.seed=" + seed
def load = { new GroovyClassLoader(getClass().classLoader).parseClass(new File(basedir, it)) }
def canaries = load("Canaries.groovy").getConstructor(long).newInstance(seed)

File target = new File(basedir, "target").canonicalFile
def file = { String path, String text = null ->
    File file = new File(target, path)
    file.parentFile.mkdirs()
    if (text != null) file.text = text
    return file
}
["history", "runs", "journal", "aml", "home", "console", "seen"].each { new File(target, it).deleteDir() }

// Where secrets lie.
Map<String, String> environment = [
    AZURE_STORAGE_KEY: canaries.plant("AZURE_STORAGE_KEY"),
    MY_TOKEN: canaries.plant("MY_TOKEN"),
    DB_PASSWORD: canaries.plant("DB_PASSWORD"),
    AWS_SECRET_ACCESS_KEY: canaries.plant("AWS_SECRET_ACCESS_KEY"),
    HF_TOKEN: canaries.plant("HF_TOKEN, for the script"),
    TF_VAR_db_pass: canaries.plant("TF_VAR_db_pass"),
    https_proxy: "user:" + canaries.plant("https_proxy") + "@proxy:3128",
    SPARK_DAEMON_JAVA_OPTS: "-Dspark.ssl.keyStorePassword=" + canaries.plant("SPARK_DAEMON_JAVA_OPTS"),
    MAVEN_OPTS: "-XX:TieredStopAtLevel=1 -Dtyped.password=" + canaries.plant("MAVEN_OPTS")
        + " -Duser.home=" + file("home") + " -Djava.io.tmpdir=" + file("tmp"),
]
new File(target, "tmp").mkdirs()
File settings = file("home/.m2/settings.xml", """<settings>
  <servers><server><id>aml</id><username>u</username><password>${canaries.plant("server")}</password></server></servers>
  <profiles><profile><id>p</id><properties><p.key>${canaries.plant("profile")}</p.key></properties></profile></profiles>
  <activeProfiles><activeProfile>p</activeProfile></activeProfiles>
</settings>""")
String pom = new File(basedir, "pom.xml").text.replace("PLANTED", canaries.plant("POM"))
new File(basedir, "pom.xml").text = pom
file("home/.netrc", "machine host login u password ${canaries.plant(".netrc")}\n")
file("home/.ssh/id_ed25519", "-----BEGIN OPENSSH PRIVATE KEY-----\n${canaries.plant("key file")}\n")
new File(basedir, ".env").text = "PASSWORD=${canaries.plant(".env")}\n"
assert ["git", "init", "-q", basedir.path].execute().waitFor() == 0
new File(basedir, ".git/config") << "[remote \"origin\"]\n  url = https://u:${canaries.plant("git remote")}@host/r.git\n"
String typed = canaries.plant("command line")

// The search finds what is there, in every form.
assert canaries.values.every { name, value -> [
    value, URLEncoder.encode(value, "UTF-8"), value.bytes.encodeHex().toString(), "xy$value&".bytes.encodeBase64().toString()
].every { canaries.foundIn(it.bytes) == [name] as Set } }
assert canaries.foundIn(settings.bytes) == ["server", "profile"] as Set

// What the plugin starts besides the script tells what it was given.
["git", "unshare", "setsid"].each { program ->
    String real = ["/usr/local/bin", "/usr/bin", "/bin"].collect { "$it/$program" }.find { new File(it).canExecute() }
    if (real) {
        File tell = file("bin/" + program, "#!/bin/sh\n{ echo \"\$0 \$*\"; /usr/bin/env; } > '$target/seen/$program'-\$\$\nexec $real \"\$@\"\n")
        tell.executable = true
    }
}
file("seen").mkdirs()
environment.PATH = target.path + "/bin:" + System.getenv("PATH")

def start = { String name, List<String> arguments ->
    List<String> command = [System.getProperty("maven.home") + "/bin/mvn", "-B", "-X", "-e", "-o",
        "-Dmaven.repo.local=" + localRepositoryPath, "-Dsonar.login=" + typed]
    if (!arguments.any { it.startsWith("-Daml.store=") }) command << "-Daml.store=target/history"
    if (!arguments.any { it.startsWith("-Daml.runsFolder=") }) command << "-Daml.runsFolder=target/runs"
    if (arguments[0] == "aml:run") command << "-Daml.inheritEnvironment=HF_TOKEN"
    def builder = new ProcessBuilder((command + arguments)*.toString()).directory(basedir).redirectErrorStream(true)
    builder.environment().keySet().removeIf { it.startsWith("MAVEN_") || it == "CLASSWORLDS_LAUNCHER" }
    builder.environment().putAll(environment)
    return builder.redirectOutput(file("console/" + name + ".log", "")).start()
}
def failures = []
def check = { String name, int expected, String words, Process running ->
    assert running.waitFor(2, TimeUnit.MINUTES): name
    String log = file("console/" + name + ".log").text
    if (running.exitValue() != expected || !log.contains(words)) failures << "$name: exit ${running.exitValue()}, wanted $expected and '$words'"
}
// Two at once, since they do not meet.
def pending = []
def settle = { int most = 0 -> while (pending.size() > most) check(*pending.remove(0)) }
def expect = { String name, int expected, String words, String... arguments ->
    settle(1)
    pending << [name, expected, words, start(name, arguments as List)]
}

/** What /proc shows of the processes in our run folders. */
def look = { String name ->
    int seen = 0
    new File("/proc").listFiles().findAll { it.name.isInteger() }.each { process ->
        try {
            if (Files.readSymbolicLink(new File(process, "cwd").toPath()).startsWith(new File(target, "runs").toPath())) {
                ["cmdline", "environ"].each { file("seen/$name-${process.name}.$it").bytes = new File(process, it).bytes }
                seen++
            }
        } catch (IOException e) {
            // It has just ended, or is another user's.
        }
    }
    return seen
}
/** Starts a script that waits, and shows it to look. */
def startWaiting = { String name ->
    File meeting = file("meet-" + name)
    meeting.deleteDir()
    meeting.mkdirs()
    Process running = start(name, ["aml:run", "-Daml.script=wait.sh", "-Daml.args=" + meeting])
    for (int i = 0; i < 600 && running.alive && !new File(meeting, "ready").exists(); i++) Thread.sleep(50)
    assert look(name) >= 3
    // The journal is there only while a run is under way.
    new File(target, "home/.azureml/journal").eachFileRecurse { if (it.file) file("seen/$name-${it.name}").bytes = it.bytes }
    return running
}

// Two ways to succeed.
Process waiting = startWaiting("succeeds")
file("meet-succeeds/go", "")
check("succeeds", 0, "Status: Completed", waiting)
expect("downloads", 0, "Downloaded", "aml:download", "-Daml.destination=target/down")

// More than twenty to fail.
settle()
expect("script-fails", 1, "exit code 3", "aml:run", "-Daml.script=fail.sh")
expect("no-script", 1, "gone.sh", "aml:run", "-Daml.script=gone.sh")
expect("no-target", 1, "cluster9", "aml:run", "-Daml.target=cluster9", "-Daml.script=ok.sh")
def configuration = { String name, String text ->
    settle()
    new File(basedir, "aml_config/" + name).text = text
}
String mistyped = canaries.plant("typed where it does not belong")
configuration("local.compute", "type: local\npassword: {$mistyped\n")
expect("bad-yaml", 1, "local.compute", "aml:run", "-Daml.script=ok.sh")
configuration("local.compute", "type: local\naccountKey: $mistyped\n")
expect("secret-in-compute", 1, "holds a secret", "aml:run", "-Daml.script=ok.sh")
configuration("local.compute", "type: local\npythonLocation: /nowhere/python\n")
expect("no-python", 1, "/nowhere/python", "aml:run", "-Daml.script=noop.py")
configuration("local.compute", "type: local\n")
expect("unknown-setting", 1, "no setting of this plugin", "aml:run", "-Daml.pasword=" + mistyped, "-Daml.script=ok.sh")
expect("secret-setting", 1, "holds what opens a store", "aml:run", "-Daml.password=" + mistyped, "-Daml.script=ok.sh")
expect("bad-variable", 1, "environment variable", "aml:run", "-Daml.env.=" + mistyped, "-Daml.script=ok.sh")
expect("secret-variable", 1, "-Daml.inheritEnvironment=DB_PASSWORD", "aml:run", "-Daml.script=fail.sh",
    "-Daml.env.DB_PASSWORD=" + canaries.plant("DB_PASSWORD, for the script"))
expect("store-is-file", 1, "is a file", "aml:run", "-Daml.store=pom.xml", "-Daml.script=ok.sh")
expect("store-not-writable", 1, "/proc/history", "aml:run", "-Daml.store=/proc/history", "-Daml.script=ok.sh")
["https://a.blob.core.windows.net/c?sv=1&sig=", "https://u:%s@host/c", "https:/a.blob.core.windows.net/c?sig=", "a.blob.core.windows.net/c?sig=",
    "DefaultEndpointsProtocol=https;AccountName=a;AccountKey="].eachWithIndex { address, number ->
    expect("store-with-secret-$number", 1, "-Daml.store", "aml:run", "-Daml.store=" + (address.contains("%s") ? address.replace("%s", mistyped) : address + mistyped), "-Daml.script=ok.sh")
}
file("link").delete()
Files.createSymbolicLink(file("link").toPath(), file("tmp").toPath())
expect("runs-not-ours", 1, "is not ours", "aml:run", "-Daml.runsFolder=target/link", "-Daml.script=ok.sh")
expect("journal-is-file", 1, "journal", "aml:run", "-Daml.journalFolder=pom.xml", "-Daml.script=ok.sh")
expect("times-out", 1, "timed out", "aml:run", "-Daml.timeout=1", "-Daml.gracePeriod=1", "-Daml.script=wait.sh", "-Daml.args=" + file("tmp"))
expect("too-big", 1, "projectSizeLimit", "aml:run", "-Daml.projectSizeLimit=1", "-Daml.script=ok.sh")
expect("bad-arguments", 1, "quote", "aml:run", "-Daml.args='open", "-Daml.script=ok.sh")
expect("bad-time", 1, "aml.timeout", "aml:run", "-Daml.timeout=never", "-Daml.script=ok.sh")
expect("unknown-run", 1, "999", "aml:info", "-Daml.run=999")
expect("bad-query", 1, "query", "aml:history", "-Daml.query=[")
file("down/outputs/half.txt", "mine")
expect("download-in-the-way", 1, "exists with other content", "aml:download", "-Daml.run=2", "-Daml.destination=target/down")

settle()
waiting = startWaiting("canceled")
waiting.destroy()
check("canceled", 143, "Stopping the script", waiting)

waiting = startWaiting("killed")
waiting.destroyForcibly()
check("killed", 137, "", waiting)
expect("goes-on", 0, "is still running", "aml:history")
settle()
look("goes-on")
file("meet-killed/go", "")
Thread.sleep(1500)
expect("healed", 0, "had been interrupted", "aml:history")
settle()

new File(target, "history").eachFileRecurse { if (it.name in ["final.json", "runs.jsonl"]) it.text = "{\"no" }
expect("damaged-record", 0, "is damaged", "aml:info", "-Daml.run=2")
settle()

// The search: all that was printed, written or seen.
int searched = 0
int passedOn = 0
def found = []
def search = { File where -> where.eachFileRecurse { File each ->
    if (Files.isRegularFile(each.toPath())) {
        searched++
        Set<String> names = canaries.foundIn(each.bytes)
        String text = each.getText("ISO-8859-1")
        // Under -X, Maven prints the parameters, and so what the user has typed into one; that is beyond us.
        String ours = text.readLines().findAll { !(it =~ /^\[DEBUG\] +\(f\) /) }.join("\n")
        names.removeIf { it.startsWith("typed") && !canaries.foundIn(ours.getBytes("ISO-8859-1")).contains(it) }
        // What is for the script is in the environment of the script and of what leads to it, and nowhere else.
        if (each.parentFile.name == "seen" && !each.name.endsWith(".cmdline") && text.contains("AZUREML_RUN_ID=")) {
            passedOn += names.count { it.endsWith("for the script") }
            names.removeIf { it.endsWith("for the script") }
        }
        if (names) found << each.path + ": " + names
    }
} }
["console", "history", "runs", "aml", "seen", "tmp", "down", "home/.azureml"].each { search(new File(target, it)) }
println "$searched files searched for ${canaries.values.size()} secrets"
println found.join("\n")
println failures.join("\n")
assert failures.empty
assert passedOn > 0
assert found.empty
