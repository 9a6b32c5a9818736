def log = new File(basedir, "build.log").text
assert log.contains("-Daml.projectSizeLimit=")
assert log.contains("data/fits.bin")
assert log.contains("/data/fits.bin\n") || log.contains("/data/\n")
def fates = new groovy.json.JsonSlurper().parse(new File(basedir, "fates.json"))
assert fates.find { it.path == "docs" || it.path == "docs/" }.staged == false
assert fates.find { it.path == "data/fits.bin" }.staged
