// Needs Azurite and /proc; required when everything is.
if (System.getenv("AML_TESTS_REQUIRE_ALL") == "true") {
    return true
}
if (!new File(azuriteFolder, "installed").exists() || !new File("/proc/self/environ").exists()) {
    println "skipped: no Azurite in target/azurite; src/it/azurite/install.sh installs it"
    return false
}
return true
