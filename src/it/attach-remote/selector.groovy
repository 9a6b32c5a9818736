// Needs an SSH server and Python; required when everything is.
if (System.getenv("AML_TESTS_REQUIRE_ALL") == "true") {
    return true
}
try {
    return new File("/usr/sbin/sshd").canExecute() && ["python3", "--version"].execute().waitFor() == 0
} catch (IOException e) {
    println "skipped: no sshd or no python3 here"
    return false
}
