import java.util.concurrent.TimeUnit

def first = new File(basedir, "build.log").text
assert first.contains("there is no run of local/default/logs in the history")
assert new File(basedir, "target/tail.txt").text == "ended\nno line end"
assert first.contains("There is nothing to stop. Run 1 is Completed")
assert first.contains("no run is named\n[ERROR] -> no run of local/default/logs is under way")

// The goals above have filled the local repository, from a repository of this name.
def settings = new File(basedir, "target/settings.xml")
settings.text = new File(basedir, "../settings.xml").text.replace("@localRepositoryUrl@", localRepositoryPath.toURI().toString())
def go = new File(basedir, "target/go")
def mvn = { String name, String... goals ->
    def command = [System.getProperty("maven.home") + "/bin/mvn", "-B", "-o", "-s", settings.path, "-Dmaven.repo.local=" + localRepositoryPath,
        "-Daml.store=target/history", "-Daml.journalFolder=target/journal"] + (goals as List)
    new ProcessBuilder(command).directory(basedir).redirectErrorStream(true)
        .redirectOutput(new File(basedir, "target/" + name + ".txt")).start()
}
def text = { String name -> new File(basedir, "target/" + name + ".txt").text }
def until = { String name, String words ->
    long end = System.currentTimeMillis() + 60000
    while (!text(name).contains(words)) {
        assert System.currentTimeMillis() < end : name + ": " + text(name)
        Thread.sleep(50)
    }
}
def ended = { Process process, int code, String name ->
    assert process.waitFor(90, TimeUnit.SECONDS) : name + ": " + text(name)
    assert process.exitValue() == code : name + ": " + text(name)
}
def run = { String name ->
    def started = mvn(name, "aml:run", "-Daml.runsFolder=target/runs", "-Daml.env.GO=" + go)
    until(name, "\nbegun\n")
    started
}
def started = []
try {
    // Three terminals.
    started << run("run2")
    started << mvn("follow2", "aml:logs", "-Daml.follow")
    until("follow2", "\nbegun\n")
    ended(mvn("cancel2", "aml:cancel", "-Daml.run=2"), 0, "cancel2")
    assert text("cancel2").contains("Run 2 has been asked to stop; waiting for its Maven, process")
    assert text("cancel2").contains("Run 2 is Canceled (canceled by the user)")
    ended(started[1], 0, "follow2")
    assert text("follow2").contains("Run 2 is Canceled (canceled by the user)")
    ended(started[0], 1, "run2")

    // Maven is killed; somebody follows; somebody else cancels.
    started << run("run3")
    started[2].destroyForcibly().waitFor()
    started << mvn("follow3", "aml:logs", "-Daml.follow", "-Daml.run=3")
    until("follow3", "\nbegun\n")
    assert text("follow3").contains("Run 3 is still running, since")
    ended(mvn("cancel3", "aml:cancel", "-Daml.run=3", "-Daml.gracePeriod=2"), 0, "cancel3")
    assert text("cancel3").contains("Run 3 has no Maven any more and is stopped here; its script has 2 s")
    assert text("cancel3").contains("Run 3 is Canceled (canceled by the user)")
    ended(started[3], 0, "follow3")

    // Maven is killed; whoever follows brings the run to its end.
    started << run("run4")
    started[4].destroyForcibly().waitFor()
    started << mvn("follow4", "aml:logs", "-Daml.follow", "-Daml.run=4")
    until("follow4", "\nbegun\n")
    go.text = ""
    ended(started[5], 0, "follow4")
    assert text("follow4").contains("\nbegun\nended\nno line end\n[INFO] Run 4 had been interrupted and is Completed now: 3 files kept")
    assert text("follow4").contains("[INFO] Run 4 is Completed after")
} finally {
    go.text = ""
    started.each { it.destroyForcibly() }
}
assert new File(basedir, "target/journal").list().toList() == []
