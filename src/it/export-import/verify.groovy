def record = { String history, String id ->
    new groovy.json.JsonSlurper().parse(new File(basedir, "target/${history}/local/default/exported/runs/${id}/final.json"))
}
def ids = new File(basedir, "target/history/local/default/exported/runs").list().sort()
assert ids.size() == 2
assert new File(basedir, "target/zips").list().sort() == ["all.zip", "two.zip"]

def names = new java.util.zip.ZipFile(new File(basedir, "target/zips/two.zip")).withCloseable { it.entries().toList()*.name }
assert names.contains("local/default/exported/runs/${ids[1]}/final.json".toString())
assert names.contains("local/default/exported/ExperimentRun/${ids[1]}/outputs/model".toString())
assert !names.any { it.contains(ids[0]) }
assert names.last() == "aml-export.jsonl"

// The second run came first, so it is the first there.
assert record("other", ids[1]).run_number == 1
assert record("other", ids[0]).run_number == 2
assert record("other", ids[1]).artifacts == record("history", ids[1]).artifacts
assert new File(basedir, "target/other/local/default/exported/ExperimentRun/${ids[1]}/outputs/model").text == "model\n"
assert new File(basedir, "target/other/local/default/exported/numbers").list().size() == 2
assert !new File(basedir, "target/third").exists()

def other = new File(basedir, "target/other").canonicalPath
def log = new File(basedir, "build.log").text
assert log.contains("Exported run 2 to ")
assert log.contains("2 runs exported to ")
assert log.contains("Run 2 is run 1 in ${other}: ")
assert log.contains("Run 1 is run 2 in ${other}: ")
assert log.contains("Run 2 is run 1 in ${other}: all of it is there")
assert log.contains("pom.xml is damaged, cut off, or no zip of aml:export: ")
