def text = { String name -> new File(basedir, "target/${name}.txt").text }
def log = new File(basedir, "build.log").text

// The newest with the label has taken it from the other.
assert log.contains("Run 2 has already the label 'baseline'")
assert log.contains("Run 1 has lost the label 'baseline'")
assert log.contains("Run 2 has the note now")
assert text("history").readLines()[0] =~ /Status +Labels$/
assert text("history") =~ /(?m) 2 .* baseline$/
assert text("info") =~ /(?m)^  labels +baseline$/
assert text("info") =~ /(?m)^  note +first-note$/

assert log.contains("deleted: run 1  Completed  train.sh\n")
assert log.contains("1 run deleted; to bring it back -> mvn aml:delete -Daml.undo -Daml.run=1 -Daml.store=target/history")
assert log.contains("Run 1 is left out: it is deleted")
assert log.contains("brought back: run 1 ")
assert log.contains("no run is named")

// Elsewhere the second run is the first.
assert text("labels") =~ /(?m)^baseline +1 *$/
assert new File(basedir, "target/history/local/default/marked/marks").list().size() == 2 + 1 + 1 + 2
assert new File(basedir, "target/team/local/default/marked/marks").list().size() == 2
