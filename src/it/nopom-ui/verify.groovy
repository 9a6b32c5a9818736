import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.TimeUnit

def log = new File(basedir, "build.log").text
assert log.contains("'70000' is not a port")
assert log.contains("-> set -Daml.port to a number from 1 to 65535")
def goal = (log =~ /aml-maven-plugin:([^:]+):run/)[0][1].with { "io.github.amlmaven:aml-maven-plugin:${it}:ui".toString() }

// The goals above have filled the local repository, from a repository of this name.
def settings = new File(basedir, "settings.xml")
settings.text = new File(sources, "settings.xml").text.replace("@localRepositoryUrl@", localRepositoryPath.toURI().toString())
def out = new File(basedir, "ui.txt")
def ui = new ProcessBuilder([System.getProperty("maven.home") + "/bin/mvn", "-B", "-o", "-q", "-s", settings.path,
    "-Dmaven.repo.local=" + localRepositoryPath, goal, "-Daml.store=history", "-Daml.journalFolder=journal", "-Daml.noOpen"])
    .directory(basedir).redirectErrorStream(true).redirectOutput(out).start()
// Maven itself resets the colours of a terminal that is none.
def printed = { out.text.replaceAll("\u001b\\[[0-9;]*m", "") }
def address = null
try {
    long end = System.currentTimeMillis() + 60000
    while (!out.text.contains("\n")) {
        assert System.currentTimeMillis() < end && ui.alive : out.text
        Thread.sleep(50)
    }
    address = printed().trim()
    assert address ==~ /http:\/\/127\.0\.0\.1:[0-9]+\/\?key=[A-Za-z0-9_-]{43}/
    def client = HttpClient.newHttpClient()
    def get = { String url, String cookie ->
        client.send(HttpRequest.newBuilder(URI.create(url)).header("Cookie", cookie).build(), BodyHandlers.ofString())
    }
    def welcome = get(address, "none=")
    def cookie = welcome.headers().firstValue("Set-Cookie").get().replaceAll(";.*", "")
    def root = address.replaceAll("/\\?.*", "") + (welcome.body() =~ /url=([^"]+)"/)[0][1]
    assert get(root, cookie).body().contains("app/main.js")
    assert get(root + "api/runs", cookie).body().contains('"metrics":{"Accuracy":0.5}')
    assert get(root + "api/run/1/log", cookie).statusCode() == 200
    assert get(root + "api/runs", "none=").statusCode() == 403
} finally {
    ui.toHandle().descendants().forEach { it.destroy() }
    ui.destroy()
    assert ui.waitFor(20, TimeUnit.SECONDS)
}
assert printed().trim() == address
