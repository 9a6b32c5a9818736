import groovy.json.JsonSlurper

def site = new File(basedir, "target/site")
def page = new File(site, "aml-report.html").getText("UTF-8")
assert page.contains('href="aml/index.html"')
assert page.contains('href="aml/index.html#/run/2"')
assert page.contains("train.sh")
assert page.contains("&lt;/script&gt;")
assert new File(site, "project-reports.html").text.contains('href="aml-report.html"')

// The second report, by itself, went to the same place: all runs in the list, one with everything.
def pages = new File(site, "aml")
def index = new File(pages, "index.html").getText("UTF-8")
(index =~ /(?:src|href)="([^"#]+)"/).each { assert new File(pages, it[1]).isFile() }
assert index.indexOf("data.js") > 0
def script = new File(pages, "data.js").getText("UTF-8")
assert !script.contains("<")
def data = new JsonSlurper().parseText(script.replaceFirst(/^window.AML_DATA = /, "").replaceFirst(/;\n$/, ""))
assert data.project.name == "report"
assert data.runs*.run_number == [2, 1]
assert data.runs[0].metrics.rate == 0.5
assert data.details.keySet() == ["2"] as Set
def run = data.details["2"]
assert run.log.text.contains("trained with 0.5")
assert run.artifacts*.path.contains("outputs/model.txt")
assert run.images.values().every { it.startsWith("data:image/svg+xml;base64,") }
assert run.previews.values()*.text.contains("model 0.5\n")

def log = new File(basedir, "build.log").text
assert log.contains("2 runs, 2 of them with everything, 2 images:")
assert log.contains(new File(pages, "index.html").canonicalPath)
