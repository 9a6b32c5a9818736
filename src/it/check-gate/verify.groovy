def log = new File(basedir, "build.log").text
assert log.contains("Skipped: Accuracy at least best - 1%: no earlier completed run of train.sh to compare with")
assert log.contains("Run 1 (train.sh) keeps all rules, 5 in all.")
assert log.contains("Passed: Accuracy at least best - 1%: 0.97 is >= 0.9405 (compared with run 1: 0.95)")
assert log.contains("run 3 (train.sh) breaks 1 of 5 rules:")
assert log.contains("    Accuracy at least best - 1%: 0.955 is not >= 0.9603 (compared with run 2: 0.97)")

// What Maven's report has made of the third check.
def page = new File(basedir, "target/reports/surefire.html").text
assert page.contains("aml.check")
assert page.contains("Accuracy at least best - 1%")
assert page.contains("0.955 is not &gt;= 0.9603 (compared with run 2: 0.97)")

// The fifth build has checked run 2, and only warned.
assert log.contains("[WARNING] run 2 (train.sh) breaks 2 of 4 rules:")
assert log.contains("Acuracy > 0: run 2 has no metric 'Acuracy'; it has Accuracy, Val Loss (did you mean Accuracy?)")

// What cannot be read is told at once, and leaves no result.
assert log.contains("2 rules cannot be read:")
assert log =~ /'Accuracy >> 1': '>' where a number.* at position 11/
assert log =~ /'Loss <': the end where a number.* at position 7/
assert !new File(basedir, "target/aml/check.xml").exists()
