// Needs an SSH server and Spark; required when everything is.
if (System.getenv("AML_TESTS_REQUIRE_ALL") == "true"
    || new File("/usr/sbin/sshd").canExecute() && new File(basedir, "../../spark/installed").exists()) {
    return true
}
println "skipped: no sshd here, or no Spark in target/spark; src/it/spark/install.sh installs it"
return false
