def log = new File(basedir, "build.log").text
assert log.contains("tracked: False")
assert log.contains("TrackedRun is false: the run leaves no record, and its outputs are not collected.")
assert !new File(basedir, "target/history").exists() || new File(basedir, "target/history").list().length == 0
assert !new File(basedir, "target/aml/run.json").exists()
