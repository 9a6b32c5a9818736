def share = new File("/tmp/aml-it-account")
try {
    assert new File(share, "pdm-ws/SharedFolder/test.txt").text == "xx"
} finally {
    share.deleteDir()
}
def log = new File(basedir, "build.log").text
assert log.contains("Share: /tmp/aml-it-account/pdm-ws/SharedFolder/\n")
assert log.contains("Runs so far: 2")
assert new groovy.json.JsonSlurper().parse(new File(basedir, "target/aml/run.json")).run_id =~ /^SharedFolder_\d{13}$/
