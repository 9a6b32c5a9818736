// Needs an SSH server, a Docker engine with the images of src/it/docker/images.sh, and Python; required when everything is.
if (System.getenv("AML_TESTS_REQUIRE_ALL") == "true") {
    return true
}
try {
    return new File("/usr/sbin/sshd").canExecute()
        && ["docker", "image", "inspect", "aml-test:python"].execute().waitFor() == 0
        && ["python3", "--version"].execute().waitFor() == 0
} catch (IOException e) {
    println "skipped: no sshd, no docker or no python3 here"
    return false
}
