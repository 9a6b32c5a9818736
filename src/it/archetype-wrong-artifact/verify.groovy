def log = new File(basedir, 'build.log').getText('UTF-8')
assert log.contains("artifactId 'my iris' holds more than letters, digits, dots, dashes and underscores")
assert log.contains('-> add -DartifactId=my-iris')

// Nothing is left that a second try would stumble over.
assert !new File(basedir, 'my iris').exists()
