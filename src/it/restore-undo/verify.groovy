import groovy.json.JsonSlurper

def runs = new File(basedir, "target/history/local/default/restore/runs").list().sort().collect {
    new JsonSlurper().parse(new File(basedir, "target/history/local/default/restore/runs/${it}/final.json"))
}
assert runs*.run_number == [1, 2]
// Restored it was what it had been, to the last byte and bit; undone it is as it was before that.
assert runs[1].properties.CommitId == runs[0].properties.CommitId
assert new File(basedir, "train.sh").text == "echo second > outputs/model\n"
assert new File(basedir, "notes/new.txt").text == "first\n"
assert !new File(basedir, ".azureml").exists()
assert new File(basedir, "build.log").exists()

def log = new File(basedir, "build.log").getText("UTF-8").replace("\r\n", "\n")
assert log.contains("2 files would be replaced or deleted whose content is in no snapshot of the history:")
assert log =~ /\ndeleted +notes\/\n/
assert log =~ /\ndeleted +notes\/new\.txt {2}\(its content is in no snapshot of the history\)\n/
assert log =~ /\nchanged +train\.sh {2}\(its content is in no snapshot of the history\)\n/
assert log.contains("To be run 1: 1 changed, 2 deleted")
assert log.contains("Nothing has been done: aml.dryRun is set.")
assert log.contains("Restored run 1: 1 changed, 2 deleted")
assert log =~ /What is there has been kept; undo with: mvn aml:restore -Daml\.snapshot=[0-9a-f]{40} -Daml\.store=target\/history /
assert log.contains("Undoing the restore of run 1.")
assert log.contains("Restored what was there before the restore of run 1: 2 added, 1 changed")
