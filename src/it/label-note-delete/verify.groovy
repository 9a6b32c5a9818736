def text = { String name -> new File(basedir, "target/${name}.txt").text }
def log = new File(basedir, "build.log").text

// The newest with the label has taken it from the others.
assert text("labels") =~ /(?m)^baseline +1,2 *$/
assert text("labels") =~ /(?m)^best +3 *$/
assert log.contains("Run 1 has lost the label 'best'")
assert log.contains("'no-\$\$such!' cannot be a label of a run") || log.contains("cannot be a label of a run")

assert text("note").trim() == "first-note"
assert text("history").readLines()[0] =~ /Status +Labels$/
assert text("history") =~ /(?m) 2 .* baseline$/
assert text("info") =~ /(?m)^  labels +best$/
assert text("info") =~ /(?m)^  note +first-note$/
assert log.contains("Run 3 has no note any more")

def marks = new File(basedir, "target/history/local/default/marked/marks")
assert log.contains("would be deleted: run 2  Completed  train.sh  baseline")
assert log.contains("2 runs in all; nothing has been done -> mvn aml:delete -Daml.run=1,2 -Daml.store=target/history")
assert log.contains("2 runs deleted; to bring them back -> mvn aml:delete -Daml.undo -Daml.run=1,2 -Daml.store=target/history")
assert log.contains("1 run brought back")
assert log.contains("Run 1 is left out: it is deleted")
assert log.contains("no run is named")

// Elsewhere the second run is the first.
assert text("team").readLines().size() == 3
assert text("team") =~ /(?m) 1 .* baseline$/
def deleted = new groovy.json.JsonSlurper().parseText(text("deleted"))
assert deleted*.run_number == [1]
assert deleted[0].hidden
// Six labels, of which two are taken away, a note and none, three of deletion.
assert marks.list().size() == 4 + 3 + 2 + 3
assert log =~ /files of the history read, each as it was written/
