// Needs numpy, scikit-learn and matplotlib; required when everything is.
def probe = ["python3", "-c", "import numpy, sklearn, matplotlib"].execute()
probe.waitFor()
if (probe.exitValue() != 0 && System.getenv("AML_TESTS_REQUIRE_ALL") != "true") {
    println "skipped: python3 has no numpy, scikit-learn or matplotlib"
    return false
}
return true
