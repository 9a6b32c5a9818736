// What opens a container lies where it may lie: in settings.xml, plain and encrypted, and in the environment, also for
// other accounts. Whatever happens, none of it comes anywhere else: not into what is printed, records, blobs, outbox,
// journal, cache or temporary files, not onto a command line, nor into a script's environment unless that is asked for.
// All builds with -X and -e.
import com.sun.net.httpserver.HttpServer
import java.nio.file.Files
import java.util.concurrent.TimeUnit
import java.util.regex.Matcher
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec

long seed = Long.getLong("aml.seed", System.nanoTime())
println "aml.seed=" + seed
Random random = new Random(seed)
def canaries = new GroovyClassLoader(getClass().classLoader)
    .parseClass(new File(sources, "secrets-stay-secret/Canaries.groovy")).getConstructor(long).newInstance(seed)

File target = new File(basedir, "target").canonicalFile
def file = { String path, String text = null ->
    File file = new File(target, path)
    file.parentFile.mkdirs()
    if (text != null) file.text = text
    return file
}
["history", "runs", "journal", "home", "console", "seen", "tmp", "azurite", "down"].each { new File(target, it).deleteDir() }
["tmp", "seen", "azurite"].each { new File(target, it).mkdirs() }

def newKey = { byte[] bytes = new byte[64]; random.nextBytes(bytes); bytes.encodeBase64().toString() }
String key = canaries.plant("account key, for the script", newKey())

// A Blob service whose account only we have the key of; it ends with its input.
String endsWithItsInput = "process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume().unref();" +
    " process.argv.splice(1, 0, 'azurite-blob'); require(process.argv.splice(2, 1)[0])"
def node = new ProcessBuilder("node", "-e", endsWithItsInput, "--", azuriteFolder + "/node_modules/azurite/dist/src/blob/main.js",
    "--blobHost", "127.0.0.1", "--blobPort", "0", "--location", target.path + "/azurite/blobs", "--disableTelemetry",
    "--silent", "--skipApiVersionCheck").directory(file("azurite")).redirectErrorStream(true).redirectOutput(file("azurite/log"))
node.environment().AZURITE_ACCOUNTS = "team:" + key
Process service = node.start()
Matcher listening = null
for (int i = 0; i < 600 && !listening; i++) {
    Thread.sleep(50)
    Matcher matcher = file("azurite/log").text =~ /listens on http:\/\/127\.0\.0\.1:(\d+)/
    if (matcher.find()) listening = matcher
}
assert listening: file("azurite/log").text
String store = "http://127.0.0.1:${listening.group(1)}/team/runs"

// Services that do not what a store should.
def servers = []
def server = { Closure answer ->
    HttpServer one = HttpServer.create(new InetSocketAddress(InetAddress.loopbackAddress, 0), 0)
    one.createContext("/", answer as com.sun.net.httpserver.HttpHandler)
    one.start()
    servers << one
    return "http://127.0.0.1:${one.address.port}/team/runs".toString()
}
def reply = { int status, String body = "", Map headers = [:] -> { exchange ->
    headers.each { name, value -> exchange.responseHeaders.set(name, value) }
    exchange.sendResponseHeaders(status, body ? body.length() : -1)
    if (body) exchange.responseBody.write(body.bytes)
    exchange.close()
} }
/** Says again all that it was told, as no service should. */
String echo = server { exchange ->
    String told = exchange.requestURI.toString() + "\n" + exchange.requestHeaders.collect { it.toString() }.join("\n")
    exchange.responseHeaders.set("x-ms-error-code", "AuthenticationFailed")
    exchange.sendResponseHeaders(403, told.length())
    exchange.responseBody.write(told.bytes)
    exchange.close()
}
ServerSocket silent = new ServerSocket(0, 50, InetAddress.loopbackAddress)
String silentStore = "http://127.0.0.1:${silent.localPort}/team/runs"
ServerSocket closed = new ServerSocket(0, 1, InetAddress.loopbackAddress)
String awayStore = "http://127.0.0.1:${closed.localPort}/team/runs"
closed.close()

// Where secrets may lie.
def sas = { String name, String permissions, String end, String container = "runs" ->
    String toSign = [permissions, "", end, "/blob/team/" + container, "", "", "", "2018-11-09", "c", "", "", "", "", "", ""].join("\n")
    Mac mac = Mac.getInstance("HmacSHA256")
    mac.init(new SecretKeySpec(key.decodeBase64(), "HmacSHA256"))
    String signature = canaries.plant(name, mac.doFinal(toSign.bytes).encodeBase64().toString())
    return "sv=2018-11-09&sr=c&sp=$permissions&se=${URLEncoder.encode(end, 'UTF-8')}&sig=${URLEncoder.encode(signature, 'UTF-8')}"
}
String later = "2099-01-01T00:00:00Z"
Map<String, String> passwords = [
    plain: key,
    wrong: canaries.plant("wrong key", newKey()),
    sas: sas("SAS", "rcwl", later),
    expired: sas("expired SAS", "rcwl", "2020-01-01T00:00:00Z"),
    "no-write": sas("SAS without write", "rl", later),
    "no-list": sas("SAS without list", "rcw", later),
    "no-container": sas("SAS without container", "rcwl", later, "missing"),
    mistyped: canaries.plant("mistyped password"),
    broken: "AccountName=team;AccountKey=" + canaries.plant("half a key"),
    nameless: "AccountKey=" + canaries.plant("key of nobody", newKey()),
    parts: canaries.plant("part without a name", newKey().replace("=", "")) + ";AccountName=team",
    other: "AccountName=other;AccountKey=" + canaries.plant("connection string of another account", newKey()),
    url: "BlobEndpoint=https://other.blob.core.windows.net/?sv=1&sig=" + URLEncoder.encode(canaries.plant("SAS in an endpoint"), "UTF-8")
        + ";SharedAccessSignature=sv=1&sig=" + URLEncoder.encode(canaries.plant("SAS beside an endpoint"), "UTF-8"),
    undecipherable: "{" + canaries.plant("undecipherable", newKey()) + "}",
]
Map<String, String> environment = [
    AZURE_STORAGE_ACCOUNT: "other",
    AZURE_STORAGE_KEY: canaries.plant("AZURE_STORAGE_KEY", newKey()),
    AZURE_STORAGE_SAS_TOKEN: "sv=1&sig=" + URLEncoder.encode(canaries.plant("AZURE_STORAGE_SAS_TOKEN"), "UTF-8"),
    AZURE_STORAGE_CONNECTION_STRING: "AccountName=third;AccountKey=" + canaries.plant("AZURE_STORAGE_CONNECTION_STRING", newKey()),
    AZURE_CLIENT_SECRET: canaries.plant("AZURE_CLIENT_SECRET"),
    AZURE_CLIENT_CERTIFICATE_PASSWORD: canaries.plant("AZURE_CLIENT_CERTIFICATE_PASSWORD"),
    IDENTITY_HEADER: canaries.plant("IDENTITY_HEADER"),
    MAVEN_OPTS: "-XX:TieredStopAtLevel=1 -Duser.home=" + file("home") + " -Djava.io.tmpdir=" + file("tmp"),
]
file("home/.m2").mkdirs()

def start = { String name, Map<String, String> variables, List<String> arguments ->
    List<String> command = [System.getProperty("maven.home") + "/bin/mvn", "-B", "-X", "-e",
        "-Dmaven.repo.local=" + localRepositoryPath, "-Daml.runsFolder=target/runs"]
    def builder = new ProcessBuilder((command + arguments)*.toString()).directory(basedir).redirectErrorStream(true)
    builder.environment().keySet().removeIf { it.startsWith("MAVEN_") || it.startsWith("AZURE_") || it == "CLASSWORLDS_LAUNCHER" }
    builder.environment().putAll(environment + variables)
    builder.environment().values().removeIf { it.isEmpty() }
    return builder.redirectOutput(file("console/" + name + ".log", "")).start()
}
def failures = []
def check = { String name, int expected, String words, Process running ->
    assert running.waitFor(150, TimeUnit.SECONDS): name
    String log = file("console/" + name + ".log").text
    String errors = log.readLines().findAll { it.contains("ERROR") || it.contains("WARN") }.take(4).join("\n    ")
    if (running.exitValue() != expected || !log.contains(words)) {
        failures << "$name: exit ${running.exitValue()}, wanted $expected and '$words'\n    $errors"
    }
}
// Two at once, since they do not meet; of the many ways to fail each build takes some, -Plong and the builds together all.
def pending = []
def settle = { int most = 0 -> while (pending.size() > most) check(*pending.remove(0)) }
def expectWith = { Map<String, String> variables, String name, int expected, String words, String... arguments ->
    if (expected != 0 && !(binding.hasVariable("amlLong") && amlLong == "true") && random.nextInt(3) > 0) return
    settle(1)
    pending << [name, expected, words, start(name, variables, arguments as List)]
}
def expect = { String name, int expected, String words, String... arguments ->
    expectWith([:], name, expected, words, arguments)
}
def at = { String address, String serverId = null ->
    ["-Daml.store=" + address] + (serverId ? ["-Daml.serverId=" + serverId] : [])
}
def run = { String script, List<String> where, String... more ->
    (["aml:run", "-Daml.script=" + script + ".sh"] + where + (more as List)) as String[]
}

// Maven encrypts with a password of its own.
def maven = { String... arguments ->
    Process running = start("encrypt", [:], arguments as List)
    assert running.waitFor(1, TimeUnit.MINUTES) && running.exitValue() == 0: file("console/encrypt.log").text
    String text = file("console/encrypt.log").text.readLines().find { it ==~ /\{.{20,}\}/ }
    file("console/encrypt.log").delete()
    return text
}
String master = maven("--encrypt-master-password", canaries.plant("master password"))
file("home/.m2/settings-security.xml", "<settingsSecurity><master>$master</master></settingsSecurity>")
passwords.encrypted = maven("--encrypt-password", key)
canaries.plant("encrypted password", passwords.encrypted)
File settings = file("home/.m2/settings.xml", "<settings>"
    // Not offline, since the stores are to be asked; Maven itself finds everything on this computer.
    + "<mirrors><mirror><id>local.central</id><url>${(new File(basedir, 'pom.xml').text =~ /<url>(.*)<\/url>/)[0][1]}</url><mirrorOf>*</mirrorOf></mirror></mirrors>"
    + "<servers>" + passwords.collect { id, password ->
    "<server><id>$id</id><password>${groovy.xml.XmlUtil.escapeXml(password)}</password></server>"
}.join("\n") + "</servers></settings>")

// The search finds what is there.
assert passwords.findAll { it.key != "encrypted" }.every { canaries.foundIn(it.value.bytes) }
assert canaries.foundIn(settings.bytes).size() >= 15

/** What /proc shows: of all processes the command lines, of those in our run folders the environment too. */
def look = { String name ->
    int seen = 0
    new File("/proc").listFiles().findAll { it.name.isInteger() }.each { process ->
        try {
            file("seen/$name-${process.name}.cmdline").bytes = new File(process, "cmdline").bytes
            if (Files.readSymbolicLink(new File(process, "cwd").toPath()).startsWith(new File(target, "runs").toPath())) {
                file("seen/$name-${process.name}.environ").bytes = new File(process, "environ").bytes
                seen++
            }
        } catch (IOException e) {
            // It has just ended, or is another user's.
        }
    }
    return seen
}
/** A run whose script waits until it has been looked at. */
def lookAt = { String name, String... more ->
    File meeting = file("meet-" + name)
    meeting.deleteDir()
    meeting.mkdirs()
    Process running = start(name, [:], run("wait", at(store, "encrypted"), "-Daml.args=" + meeting, *more) as List)
    for (int i = 0; i < 1200 && running.alive && !new File(meeting, "ready").exists(); i++) Thread.sleep(50)
    assert look(name) >= 2
    // The journal is there only while a run is under way.
    new File(target, "home/.azureml").eachFileRecurse { if (it.file) file("seen/$name-${it.name}").bytes = it.bytes }
    file("meet-$name/go", "")
    check(name, 0, "Status: Completed", running)
}

try {
    // They are given up after a minute and a half, so they begin first.
    Process busy = start("busy", [:], ["aml:history"] + at(server(reply(500)), "plain"))
    Process waits = start("silent", [:], run("ok", at(silentStore, "sas")) as List)

    // Ways to succeed.
    lookAt("encrypted")
    lookAt("passed-on", "-Daml.passStoreCredentials")
    expect("plain", 0, "Status: Completed", run("ok", at(store, "plain")))
    expect("with-sas", 0, "Status: Completed", run("ok", at(store, "sas")))
    expectWith([AZURE_STORAGE_CONNECTION_STRING: "BlobEndpoint=" + store.replace("/runs", "") + ";AccountName=team;AccountKey=" + key],
        "by-variable", 0, "Status: Completed", run("ok", at(store)))
    expect("history", 0, "Completed", "aml:history", *at(store, "sas"))
    expect("doctor", 0, "", "aml:doctor", *at(store, "plain"))
    expect("download", 0, "Downloaded", "aml:download", "-Daml.destination=target/down", *at(store, "plain"))
    expect("pushed", 0, "", "aml:push", "-Daml.to=target/history", *at(store, "plain"))

    // Ways to fail.
    expect("wrong-key", 1, "this credential", run("ok", at(store, "wrong")))
    expect("expired", 1, "expired", run("ok", at(store, "expired")))
    expect("no-write", 1, "does not let this credential write", run("ok", at(store, "no-write")))
    expect("no-list", 1, "does not let this credential list", "aml:doctor", *at(store, "no-list"))
    expect("no-container", 1, "no container 'missing'", run("ok", at(store.replace("/runs", "/missing"), "no-container")))
    expect("away", 0, "results wait on this computer", run("ok", at(awayStore, "plain")))
    expect("redirect", 1, "not followed", run("ok", at(server(reply(302, "", [Location: "https://example.org/"])), "plain")))
    expect("echo", 1, "refuses the credential", run("ok", at(echo, "sas")))
    expect("unauthorized", 1, "refuses the credential", run("ok", at(server(reply(401, "<html>")), "sas")))
    expect("garbage", 1, "", "aml:history", *at(server(reply(200, "<?xml")), "sas"))
    expect("mistyped", 1, "neither an account key", run("ok", at(store, "mistyped")))
    expect("broken", 1, "no key of a storage account", run("ok", at(store, "broken")))
    expect("nameless", 1, "no connection string", run("ok", at(store, "nameless")))
    expect("parts", 1, "has no name", run("ok", at(store, "parts")))
    expect("other", 1, "other.blob.core.windows.net", run("ok", at(store, "other")))
    expect("url", 1, "other.blob.core.windows.net", run("ok", at(store, "url")))
    expect("undecipherable", 1, "cannot decrypt", run("ok", at(store, "undecipherable")))
    expect("no-server", 1, "no server 'gone'", run("ok", at(store, "gone")))
    expect("other-account", 1, "nothing opens", run("ok", at(store)))
    expectWith([AZURE_STORAGE_CONNECTION_STRING: passwords.url], "url-variable", 1, "nothing opens", run("ok", at(store)))
    expectWith([AZURE_STORAGE_CONNECTION_STRING: passwords.nameless], "nameless-variable", 1, "no connection string", run("ok", at(store)))
    expectWith([AZURE_STORAGE_CONNECTION_STRING: "", AZURE_STORAGE_ACCOUNT: "team", AZURE_STORAGE_KEY: passwords.mistyped],
        "mistyped-variable", 1, "no key of a storage account", run("ok", at(store)))
    expectWith([AZURE_STORAGE_CONNECTION_STRING: "", AZURE_STORAGE_ACCOUNT: "team", AZURE_STORAGE_KEY: "", AZURE_STORAGE_SAS_TOKEN: passwords.mistyped],
        "no-sas-variable", 1, "no SAS", run("ok", at(store)))
    expectWith([AZURE_TENANT_ID: "t", AZURE_CLIENT_ID: "c"], "identity", 1, "sign in", run("ok", at("https://team.blob.core.windows.net/runs")))
    expect("plain-http", 1, "http", run("ok", at("http://team.blob.core.windows.net/runs", "plain")))
    expect("no-outbox", 1, "-Daml.outboxFolder", run("ok", at(store, "plain"), "-Daml.outboxFolder=/proc/outbox"))
    expect("script-fails", 1, "exit code 3", run("fail", at(store, "plain")))
    expect("unknown-run", 1, "999", "aml:info", "-Daml.run=999", *at(store, "plain"))
    expect("no-destination", 1, "pom.xml", "aml:download", "-Daml.destination=pom.xml", *at(store, "plain"))
    expect("sync", 0, "", "aml:sync", *at(store, "plain"))
    [sas: "sas", storageAccountKey: "plain", connectionString: "other"].each { name, id ->
        expect("typed-" + name, 1, "-Daml." + name, run("ok", at(store, "plain"), "-Daml.$name=" + canaries.plant("typed " + name, newKey())))
    }
    ["$store?", "https://team.blob.core.windows.net/runs?", "http:/127.0.0.1/team/runs?", "runs?"].eachWithIndex { address, number ->
        String typed = canaries.plant("typed address $number")
        expect("typed-$number", 1, "-Daml.store", run("ok", at(address + "sv=1&sig=" + URLEncoder.encode(typed, "UTF-8"))))
    }
    settle()
    File pom = new File(basedir, "pom.xml")
    String before = pom.text
    ["<store>$store?sig=%s</store>", "<storageKey>%s</storageKey>"].eachWithIndex { configuration, number ->
        String typed = canaries.plant("typed into the POM $number", newKey())
        pom.text = before.replace("</version>\n      </plugin>", "</version><configuration>"
            + configuration.replace("%s", typed) + "</configuration>\n      </plugin>")
        assert pom.text != before
        expect("pom-$number", 1, "in the POM", "aml:run", "-Daml.script=ok.sh")
        settle()
    }
    pom.text = before

    check("busy", 1, "500", busy)
    check("silent", 0, "results wait on this computer", waits)
} finally {
    servers*.stop(0)
    silent.close()
    service.destroyForcibly()
}
service.waitFor()

assert file("azurite/blobs").list()

// The search: all that was printed, written or seen.
int searched = 0
int passedOn = 0
def found = []
def search = { File where -> where.eachFileRecurse { File each ->
    if (Files.isRegularFile(each.toPath())) {
        searched++
        Set<String> names = canaries.foundIn(each.bytes)
        String text = each.getText("ISO-8859-1")
        // Under -X, Maven prints the parameters, and so what the user has typed into one or the POM; that is beyond us.
        String ours = text.readLines().findAll { !(it =~ /^(\[DEBUG\] +\(f\) | *<)/) }.join("\n")
        names.removeIf { it.startsWith("typed") && !canaries.foundIn(ours.getBytes("ISO-8859-1")).contains(it) }
        // What is for the script is in the environment of the script that has asked for it, and nowhere else.
        if (each.parentFile.name == "seen" && each.name ==~ /passed-on-\d+\.environ/) {
            passedOn += names.count { it.endsWith("for the script") }
            names.removeIf { it.endsWith("for the script") }
        }
        if (each.name ==~ /encrypted-\d+\.environ/ && text.contains("AZURE_STORAGE_")) names << "a variable of the store"
        if (names) found << each.path + ": " + names
    }
} }
["azurite", "console", "history", "runs", "seen", "tmp", "down", "home/.azureml", "aml"].each {
    if (new File(target, it).exists()) search(new File(target, it))
}
println "$searched files searched for ${canaries.values.size()} secrets after ${file('console').list().length} builds"
println found.join("\n")
println failures.join("\n")
assert failures.empty
assert passedOn > 0
assert found.empty
