def log = new File(basedir, "build.log").text
assert log.contains("aml:run")
assert log.contains("aml.inheritEnvironment")
assert log.contains("Skipped: aml.skip is set.")
assert log.contains("Skipped: aml.run.skip is set.")
assert log.contains("aml_config")
assert log.contains("-Daml.skip=yes is neither true nor false")
