def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains("language 'ruby' is none that this archetype knows")
assert log.contains('-> add -Dlanguage=python or -Dlanguage=java')

// Nothing is left that a second try would stumble over.
assert !new File(basedir, 'demo').exists()
