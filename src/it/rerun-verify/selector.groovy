// Needs Python; required when everything is.
if (System.getenv("AML_TESTS_REQUIRE_ALL") == "true") {
    return true
}
try {
    return ["python3", "--version"].execute().waitFor() == 0
} catch (IOException e) {
    println "skipped: no python3 here"
    return false
}
