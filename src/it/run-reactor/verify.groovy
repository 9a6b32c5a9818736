def log = new File(basedir, "build.log").text
assert log.count("<from the> <parent's POM>") == 2
assert log =~ /Skipped: no aml_config folder in .*\/library\n/
["first", "second and third/zweites ü"].each { module ->
    assert new File(basedir, module + "/downloads/1/outputs/größe 1.txt").text == "done\n"
}
assert new groovy.json.JsonSlurper().parse(new File(basedir, "second and third/zweites ü/target/aml/run.json")).run_id =~ /^second_/
