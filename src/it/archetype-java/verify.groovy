import groovy.json.JsonSlurper
import groovy.xml.XmlSlurper

def demo = new File(basedir, 'demo')
def repository = new File(basedir, '../../..')

// Every file of the archetype arrives, in place, and nothing else: none was forgotten in the descriptor.
def files = { File folder, skipped = [] ->
    def names = [] as TreeSet
    folder.eachFileRecurse(groovy.io.FileType.FILES) { names << folder.toPath().relativize(it.toPath()).toString().replace('\\', '/') }
    names.findAll { name -> !skipped.any { name.startsWith(it + '/') } } as TreeSet
}
def resources = new File(repository, 'aml-archetype/src/main/resources/archetype-resources')
def expected = files(resources, ['java', 'python']) + files(new File(resources, 'java'))
assert files(demo, ['downloads', 'target']) == expected

// All but two files are as they were written.
(expected - ['README.md', 'pom.xml']).each { name ->
    def source = ['java/' + name, name].collect { new File(resources, it) }.find { it.exists() }
    assert new File(demo, name).bytes == source.bytes
}
def pom = new XmlSlurper().parse(new File(demo, 'pom.xml'))
assert pom.artifactId == 'demo'
assert pom.build.plugins.plugin.version == new XmlSlurper().parse(new File(repository, 'pom.xml')).version
assert new File(demo, 'README.md').getText('UTF-8').startsWith('demo\n====\n')
assert new File(demo, 'README.md').getText('UTF-8').contains('`Iris.java`')

// Fisher's data: 50 flowers of each species, and his sums.
def flowers = new File(demo, 'data/iris.csv').readLines().tail()*.split(',')
assert flowers.countBy { it[4] } == [setosa: 50, versicolor: 50, virginica: 50]
assert (0..3).collect { i -> flowers.sum { it[i] as BigDecimal } } == [876.5, 458.6, 563.7, 179.9]

// Two runs, told apart by their rate; both came back.
def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains('Accuracy is 0.96')
assert log.contains('Accuracy is 0.92')
def runs = (log =~ /demo_\d{13}/).collect { it } as Set
assert runs.size() == 2
def history = log.substring(log.lastIndexOf(':history'))
assert runs.every { history.contains(it) }
assert history.contains('0.96') && history.contains('0.92')

def models = [1, 2].collect { number ->
    def found = []
    new File(demo, "downloads/$number").eachFileRecurse { found << it }
    assert found.find { it.name == 'loss.svg' }.text.contains('Loss at regularization rate ' + [0.01, 0.1][number - 1])
    new JsonSlurper().parse(found.find { it.name == 'model.json' })
}
assert models*.classes == [['setosa', 'versicolor', 'virginica']] * 2
models.each { model ->
    assert model.keySet() == ['classes', 'features', 'mean', 'scale', 'weights', 'bias'] as Set
    assert [model.features, model.mean, model.scale]*.size() == [4, 4, 4]
    assert model.weights*.size() == [4, 4, 4] && model.bias.size() == 3
}
assert models[0] != models[1]

// The project itself is as before: the script wrote into its copy.
assert new File(demo, 'outputs').list() as List == ['.gitkeep']

// Without Maven the script runs as well, and prints what a run would keep.
def alone = [System.getProperty('java.home') + '/bin/java', 'Iris.java'].execute(null, demo)
def printed = alone.text
assert alone.waitFor() == 0
assert printed.contains('Accuracy: 0.96')

// Nothing is left out of a Java project that only Python makes.
assert !new File(demo, '.amlignore').text.contains('__pycache__')
