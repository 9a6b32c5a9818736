import groovy.json.JsonSlurper

def azurite = context.get("azurite")
azurite?.destroyForcibly()?.waitFor()

def json = { String name -> new JsonSlurper().parse(new File(basedir, "target/" + name)) }
def log = new File(basedir, "build.log").getText("UTF-8")

// Two runs, in the container alone.
def runs = json("history.json")
assert runs*.run_number == [2, 1]
assert runs.every { it.status == "Completed" && it.Accuracy == 0.95 } : runs
assert new File(basedir, "target/home/.azureml/cache").isDirectory()
assert !new File(basedir, "target/home/.azureml/history").exists()
def (second, first) = runs*.run_id

// What came back is what was written.
assert new File(basedir, "downloads/1/outputs/model").text == "model of ${first}\n"
def same = new File(basedir, "downloads/1/outputs/data/same.bin").bytes
assert same == ("the same in each run\n" * 250_000).bytes[0..<5_000_000] as byte[]

// Offline a number is provisional, and settled afterwards; nothing waits any more.
def after = json("after.json")
assert after*.run_number == [3, 2, 1]
def third = after[0].run_id
assert json("before.json").find { it.run_id == third }
assert log.contains("Offline: the run has the number 1 of this computer")
assert log.contains("Run $third was offline number 1 and is run 3 now")
new File(basedir, "target/outbox").eachFileRecurse { assert it.name != "final.json" }

assert log =~ /ok    verification   \d+ files of the history read, each as it was written\n/
assert !log.contains("FAIL")

// From the container to a folder and on to another container, and back: all of it is there.
def record = { String id -> json("folder/local/default/shared/runs/${id}/final.json") }
assert [first, second, third].collect { record(it).run_number } == [1, 2, 3]
assert new File(basedir, "target/folder/local/default/shared/ExperimentRun/${third}/outputs/data/same.bin").bytes == same
assert new File(basedir, "target/second/outputs/model").text == "model of ${second}\n"
assert new File(basedir, "target/second/outputs/data/same.bin").bytes == same
[1, 2, 3].each { assert log.contains("Run $it is run $it in ${new File(basedir, 'target/folder').canonicalPath}: all of it is there") }

// The key is nowhere.
assert !log.contains("Eby8vdM02")
