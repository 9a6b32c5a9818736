import java.util.concurrent.TimeUnit

def installation = new File(basedir, "../../azurite").canonicalFile
assert new File(installation, "installed").exists() : "no Azurite in target/azurite; src/it/azurite/install.sh installs it"

def target = new File(basedir, "target").canonicalFile
def said = new File(target, "azurite.log")
target.mkdirs()
// As AzuriteProcess has it: its input ends when we do, whatever kills us.
def endsWithItsInput = "process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume().unref();" +
    " process.argv.splice(1, 0, 'azurite-blob'); require(process.argv.splice(2, 1)[0])"
def process = new ProcessBuilder("node", "-e", endsWithItsInput, "--", new File(installation, "node_modules/azurite/dist/src/blob/main.js").path,
    "--blobHost", "127.0.0.1", "--blobPort", "0", "--inMemoryPersistence", "--disableTelemetry", "--silent", "--skipApiVersionCheck")
    .directory(target).redirectErrorStream(true).redirectOutput(said).start()
context.put("azurite", process)
new File(target, "azurite.pid").text = process.pid()

def ready = null
for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60); ready == null;) {
    def alive = process.alive
    def words = said.text =~ /successfully listens on (http:\/\/127\.0\.0\.1:\d+)/
    if (words.find()) {
        ready = words.group(1)
    } else if (!alive || System.nanoTime() > end) {
        process.destroyForcibly()
        assert false : "Azurite does not start: " + said.text
    } else {
        Thread.sleep(20)
    }
}

def properties = { String name, Map<String, String> store ->
    def all = new Properties()
    // Nothing of this computer's user: the cache of a container is in a home folder.
    all.putAll(["user.home": "$target/home", "aml.journalFolder": "$target/journal", "aml.outboxFolder": "$target/outbox",
        "aml.runsFolder": "$target/runs"].collectEntries { key, value -> [key, value.toString()] } + store)
    new File(basedir, name).withOutputStream { all.store(it, null) }
}
properties("test.properties", ["aml.store": ready + "/devstoreaccount1/first/team"])
properties("second.properties", ["aml.store": ready + "/devstoreaccount1/second"])
properties("folder.properties", ["aml.store": "target/folder", "aml.from": ready + "/devstoreaccount1/first/team"])
return true
