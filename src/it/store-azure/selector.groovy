// Needs Azurite; required when everything is.
if (System.getenv("AML_TESTS_REQUIRE_ALL") == "true" || new File(basedir, "../../azurite/installed").exists()) {
    return true
}
println "skipped: no Azurite in target/azurite; src/it/azurite/install.sh installs it"
return false
