import java.lang.management.ManagementFactory
import java.util.regex.Pattern

// Keeps the files of the chosen language and moves them into place. Here and not in the descriptor, because only newer
// archetype plugins know file sets with a condition, and none checks the value of a property in batch mode.

def project = new File(request.outputDirectory, request.artifactId)
def language = request.properties.getProperty('language')
def languages = ['java', 'python']

if (!(language in languages)) {
    remove(project)
    throw new IllegalArgumentException(
        "language '${language}' is none that this archetype knows\n-> add -Dlanguage=python or -Dlanguage=java")
}

def chosen = new File(project, language).toPath()
chosen.toFile().eachFileRecurse { file ->
    def place = project.toPath().resolve(chosen.relativize(file.toPath())).toFile()
    if (file.file && !place.exists()) { // What the folder held before is kept, as the archetype plugin does.
        place.parentFile.mkdirs()
        place.bytes = file.bytes
    }
}
languages.each { new File(project, it).deleteDir() }

/** Takes back what was generated, and nothing that was there before. */
def remove(File project) {
    def started = ManagementFactory.runtimeMXBean.startTime.intdiv(1000) * 1000
    def scripts = ['java/Iris.java', 'python/iris.py']
    def settings = ['docker.compute', 'docker.runconfig', 'local.runconfig']
    def files = scripts + settings.collect { "java/aml_config/$it" } + settings.collect { "python/aml_config/$it" } + [
        '.amlignore', '.gitignore', '.mvn/jvm.config', 'README.md', 'aml_config/conda_dependencies.yml',
        'aml_config/local.compute', 'aml_config/spark_dependencies.yml', 'data/iris.csv', 'outputs/.gitkeep', 'pom.xml'
    ]
    files.collect { new File(project, it as String) }.findAll { it.lastModified() >= started }.each { it.delete() }
    ['java/aml_config', 'java', 'python/aml_config', 'python', '.mvn', 'aml_config', 'data', 'outputs', '.'].each {
        new File(project, it).canonicalFile.delete() // Only succeeds if it is empty.
    }

    // Next to a POM, the archetype plugin has made the project a module of it.
    def parent = new File(project.parentFile, 'pom.xml')
    if (!project.exists() && parent.lastModified() >= started) {
        def text = parent.getText('ISO-8859-1') // Gives back each byte as it was, whatever the encoding is.
        text = text.replaceFirst('\\s*<module>' + Pattern.quote(project.name) + '</module>', '')
        parent.setText(text.replaceFirst('\\s*<modules>\\s*</modules>', ''), 'ISO-8859-1')
    }
}
