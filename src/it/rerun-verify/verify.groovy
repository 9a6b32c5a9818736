import groovy.json.JsonSlurper

def temporary = new File(basedir, "target/tmp")
temporary.mkdirs()
def number = 0
def maven = { int exitCode, String... goal ->
    def command = [new File(System.getProperty("maven.home"), "bin/mvn").path, "-B", "-o",
        "-s", new File(basedir, "../interpolated-settings.xml").canonicalPath, "-Dmaven.repo.local=" + localRepositoryPath,
        "-Daml.store=target/history", "-Daml.journalFolder=target/journal", "-Daml.runsFolder=target/runs"] + (goal as List)
    def output = new File(basedir, "maven-${++number}.log")
    def builder = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).redirectOutput(output)
    builder.environment().put("MAVEN_OPTS", "-Djava.io.tmpdir=" + temporary)
    def process = builder.start()
    assert process.waitFor() == exitCode : output.text
    output.getText("UTF-8")
}
def runs = { -> new File(basedir, "target/history/local/default/repeated/numbers").list().findAll { it ==~ /[0-9]{8}/ }.size() }

// What the project has become does not matter.
new File(basedir, "iris.py").renameTo(new File(basedir, "gone.py"))
new File(basedir, "aml_config/local.runconfig").text = "ArgumentVector: [gone.py, x]\nTarget: local\nFramework: Python\n"
def same = maven(0, "aml:rerun", "-Daml.run=1", "-Daml.verify")
assert same.contains("Verdict: run 3 has the same results as run 1: exit code, 2 metrics, 3 artifacts") : same

// The value of a variable that was typed in is not recorded.
def refused = maven(1, "aml:rerun", "-Daml.run=2", "-Daml.verify")
assert refused.contains("run 2 had environment variables whose values are not recorded: MODE") : refused
assert refused.contains("-> give them again: -Daml.env.MODE=<value>") : refused
assert runs() == 3

// No seed, and the time: which metric, which value of which file; and the build fails.
def different = maven(1, "aml:rerun", "-Daml.run=2", "-Daml.verify", "-Daml.env.MODE=quick")
assert different.contains("BUILD FAILURE") && different.contains("run 4 does not have the results of run 2:") : different
assert different =~ /metric Accuracy: 0\.\d+ instead of 0\.\d+, relative difference/ : different
assert different.contains("metric Loss: 20 differences in 20 values") : different
assert different.contains("outputs/model.json: 4 values differ") && different.contains('$.trained.at: ') : different
assert different =~ /outputs\/rows.csv: row 2, column loss: 0\.\d+ instead of 0\.\d+/ : different
assert different.contains("-> nothing that is recorded of code and environment differs") : different
assert !different.contains("outputs/same.txt: ")

// Both records of each pair say so.
maven(0, "-q", "aml:history", "-Daml.output=json", "-l", "target/history.json")
def run = new JsonSlurper().parse(new File(basedir, "target/history.json")).collectEntries { [it.run_number, it] }
assert run[3].rerun_of == run[1].run_id && run[3].properties == run[1].properties && run[3].arguments == []
assert run[1].verdicts*.verdict == ["equal"] && run[1].verdicts[0].other_run_number == 3
assert run[3].verdicts*.verdict == ["equal"] && run[3].verdicts[0].other_run_id == run[1].run_id
assert run[2].verdicts*.verdict == ["different"] && run[2].verdicts[0].differences.size() == 4
assert run[4].verdicts[0].other_run_number == 2 && run[4].rerun_of == run[2].run_id
assert run[1].python_version ==~ /3\.\d+\.\d+/

// Nothing of the copies is left.
assert temporary.list().findAll { it.startsWith("aml-") }.isEmpty() : temporary.list()
