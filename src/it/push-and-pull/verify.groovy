def record = { String history, String id ->
    new groovy.json.JsonSlurper().parse(new File(basedir, "target/${history}/local/default/copies/runs/${id}/final.json"))
}
def ids = new File(basedir, "target/history/local/default/copies/runs").list().sort()
assert ids.size() == 2

// The second run was copied first, so it is the first there.
assert record("team", ids[1]).run_number == 1
assert record("team", ids[0]).run_number == 2
assert record("back", ids[1]).run_number == 1
assert record("history", ids[1]).run_number == 2
assert record("back", ids[1]).artifacts == record("history", ids[1]).artifacts
assert new File(basedir, "target/back/local/default/copies/ExperimentRun/${ids[1]}/outputs/model").text == "model\n"

def team = new File(basedir, "target/team").canonicalPath
def log = new File(basedir, "build.log").text
assert log.contains("Run 2 is run 1 in ${team}: ")
assert log.contains("Run 2 is run 1 in ${team}: all of it is there")
assert log.contains("Nothing waits: the history is a folder of this computer")
assert log.contains("the other history is not named")
assert log.contains("-> set -Daml.to=<address>")
