import java.lang.management.ManagementFactory
import java.util.regex.Pattern

// Keeps the files of the chosen language and moves them into place. Here and not in the descriptor, because only newer
// archetype plugins know file sets with a condition, and none checks the value of a property in batch mode.

def project = new File(request.outputDirectory, request.artifactId)
def language = request.properties.getProperty('language')
def languages = ['java', 'python']

['groupId', 'artifactId'].each { key ->
    def id = request."$key"
    if (!(id ==~ /[A-Za-z0-9_\-.]+/)) { // What Maven asks of the POM that has just been generated.
        def allowed = id.replaceAll(/[^A-Za-z0-9_\-.]+/, '-').replaceAll(/^-+|-+$/, '')
        refuse(project, "$key '$id' holds more than letters, digits, dots, dashes and underscores",
            "add -D$key=" + (allowed ==~ /[.]*/ ? [groupId: 'com.example', artifactId: 'iris'][key] : allowed))
    }
}
if (!(language in languages)) {
    refuse(project, "language '$language' is none that this archetype knows", 'add -Dlanguage=python or -Dlanguage=java')
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

def refuse(File project, String problem, String remedy) {
    remove(project)
    throw new IllegalArgumentException("$problem\n-> $remedy")
}

/** Takes back what was generated, and nothing that was there before. */
def remove(File project) {
    def started = ManagementFactory.runtimeMXBean.startTime.intdiv(1000) * 1000
    def byLanguage = ['.amlignore', '.gitignore'] + ['docker.compute', 'docker.runconfig', 'local.runconfig'].collect {
        "aml_config/$it"
    }
    def files = ['java/Iris.java', 'python/iris.py'] + byLanguage.collectMany { ["java/$it", "python/$it"] } + [
        '.mvn/jvm.config', 'README.md', 'aml_config/conda_dependencies.yml',
        'aml_config/local.compute', 'aml_config/spark_dependencies.yml', 'data/iris.csv', 'outputs/.gitkeep', 'pom.xml'
    ]
    files.collect { new File(project, it as String) }.findAll { it.lastModified() >= started }.each { it.delete() }
    ['java/aml_config', 'java', 'python/aml_config', 'python', '.mvn', 'aml_config', 'data', 'outputs', '.'].each {
        new File(project, it).canonicalFile.delete() // Only succeeds if it is empty.
    }

    // An artifactId with a slash has made folders above the project, too.
    def outputs = new File(request.outputDirectory).canonicalFile
    for (def folder = project.canonicalFile.parentFile;
            folder != outputs && folder.toPath().startsWith(outputs.toPath()) && folder.delete();) {
        folder = folder.parentFile
    }

    // Next to a POM, the archetype plugin has made the project a module of it.
    def parent = new File(project.parentFile, 'pom.xml')
    if (!project.exists() && parent.lastModified() >= started) {
        def name = project.name.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')
        def text = parent.getText('ISO-8859-1') // Gives back each byte as it was, whatever the encoding is.
        text = text.replaceFirst('\\s*<module>' + Pattern.quote(name) + '</module>', '')
        parent.setText(text.replaceFirst('\\s*<modules>\\s*</modules>', ''), 'ISO-8859-1')
    }
}
