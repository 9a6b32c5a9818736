// Needs git and /proc; required when everything is.
if (System.getenv("AML_TESTS_REQUIRE_ALL") == "true") {
    return true
}
try {
    return new File("/proc/self/environ").exists() && ["git", "--version"].execute().waitFor() == 0
} catch (IOException e) {
    println "skipped: no git here"
    return false
}
