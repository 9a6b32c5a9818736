def found = System.getenv('PATH').split(File.pathSeparator).any { new File(it, 'python3').canExecute() }
if (!found) {
    println 'no python3 on the PATH: install it to test the Python project'
}
return found
