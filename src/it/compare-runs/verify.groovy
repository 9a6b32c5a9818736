import groovy.json.JsonSlurper

def number = 0
def maven = { int exitCode, String... goal ->
    def command = [new File(System.getProperty("maven.home"), "bin/mvn").path, "-B", "-o",
        "-s", new File(basedir, "../interpolated-settings.xml").canonicalPath, "-Dmaven.repo.local=" + localRepositoryPath,
        "-Daml.store=target/history", "-Daml.journalFolder=target/journal", "-Daml.runsFolder=target/runs"] + (goal as List)
    def output = new File(basedir, "maven-${++number}.log")
    def process = new ProcessBuilder(command).directory(basedir).redirectErrorStream(true).redirectOutput(output).start()
    assert process.waitFor() == exitCode : output.text
    output.getText("UTF-8").replaceAll("\u001b\\[[0-9;]*m", "")
}
// One run alone has nothing to be compared with.
def log = new File(basedir, "build.log").text
assert log.contains("there is one run only in ") && log.contains("-> run the experiment again: mvn aml:run")

new File(basedir, "train.sh") << "echo one more line\n"
new File(basedir, "lines.txt").text = (0..<300).collect { "${it * 7 % 11 % 3}\n" }.join()
maven(0, "aml:run", "-Daml.args=--rate 0.75")

def table = maven(0, "-q", "aml:compare", "-Daml.diff").readLines()
def row = { String name -> table.find { it.contains(name) } ?: table.join("\n") }
assert table[0].trim() ==~ /Run 1 +Run 2/ : table
assert row("--rate") ==~ /arguments +--rate +0\.5 +0\.75/
assert row("Accuracy") ==~ /metrics +Accuracy +0\.5 +0\.75 \(\+0\.25\)/
assert row("Loss") ==~ / +Loss +3 values, last 0\.5 +3 values, last 0\.75 \(\+0\.25\)/
assert row("outputs/model") ==~ /artifacts +outputs\/model +[0-9a-f]{8}, 14 bytes +[0-9a-f]{8}, 15 bytes/
assert row("train.sh").trim() ==~ /train\.sh +changed/
assert !table.takeWhile { !it.startsWith("diff ") }.any { it.contains("outputs/same") || it.contains("driver_log") || it.startsWith("environment") } : table
assert table.join("\n").contains("--- a/train.sh\n+++ b/train.sh\n@@ -2,3 +2,4 @@\n") : table.join("\n")
assert table.contains("+echo one more line")
assert table.contains("diff --git a/lines.txt b/lines.txt")

maven(0, "-q", "aml:compare", "-Daml.runs=2,1", "-Daml.output=json", "-l", "target/compare.json")
def json = new JsonSlurper().parse(new File(basedir, "target/compare.json"))
assert json.runs*.run_number == [2, 1] && json.same == false
assert json.metrics.find { it.name == "Accuracy" } == [name: "Accuracy", same: false, values: [0.75, 0.5], difference_to_first: [0.00, -0.25]]
assert json.artifacts*.name == ["outputs/model"] && json.environment == []
assert json.code.collectEntries { [it.name, it.values] } == ["lines.txt": [null, "changed"], "train.sh": [null, "changed"]]

// The last two are the same.
maven(0, "aml:run", "-Daml.args=--rate 0.75")
def markdown = maven(0, "-q", "aml:compare", "-Daml.output=markdown", "-Daml.all")
assert markdown.startsWith("The runs 2 and 3 are the same: arguments, ") : markdown
assert markdown.contains("|  |  | Run 2 | Run 3 |\n| --- | --- | --- | --- |\n| run | status | Completed | Completed |") : markdown
assert markdown.contains(" | outputs/same | ") && !markdown.contains("driver_log") : markdown
