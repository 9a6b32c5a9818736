assert new File(basedir, "build.log").text.contains("no POM needed")
assert new File(basedir, "downloads/1/outputs/x").text == "x\n"
assert new groovy.json.JsonSlurper().parse(new File(basedir, "target/aml/run.json")).run_id =~ /^nopom-run_\d{13}$/
