// Needs a Docker engine with the images of src/it/docker/images.sh, and Python; required when everything is.
if (System.getenv("AML_TESTS_REQUIRE_ALL") == "true") {
    return true
}
try {
    return ["docker", "image", "inspect", "aml-test:python", "aml-test:pip"].execute().waitFor() == 0
        && ["python3", "--version"].execute().waitFor() == 0
} catch (IOException e) {
    println "skipped: no docker or no python3 here"
    return false
}
