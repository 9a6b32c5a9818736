def server = new File(basedir, "target/ssh").canonicalFile
def spark = new File(basedir, "../../spark").canonicalFile
assert new File(spark, "installed").exists() : "no Spark in target/spark; src/it/spark/install.sh installs it"

// As TestSsh has it: the server ends with its keeper, whose input ends when we do.
def keeper = new ProcessBuilder(new File(sources, "ssh/keep.sh").path, server.path).redirectError(ProcessBuilder.Redirect.INHERIT).start()
context.put("ssh", keeper)
assert keeper.inputReader().readLine() == "ready"
def text = { name -> new File(server, name).text.trim() }
// The user there may not be able to reach this folder; who is not root is that user.
if (System.getProperty("user.name") == "root") {
    def lent = new File(text("home"), "spark")
    assert [new File(sources, "spark/lend.sh").path, spark.path, lent.path].execute().waitFor() == 0
    spark = lent
}
new File(basedir, "aml_config/cluster.compute").text = """type: cluster
address: ${text("address")}:${text("port")}
username: ${text("user")}
identityFile: ${server}/id_ed25519
pythonLocation: /usr/bin/python3
userManagedEnvironment: true
sparkSubmitLocation: ${spark}/bin/spark-submit
master: local[2]
"""
new File(basedir, "aml_config/known_hosts").text = new File(server, "known_hosts").text
new File(basedir, "spark_job.py").text = new File(sources, "spark/spark_job.py").text
return true
