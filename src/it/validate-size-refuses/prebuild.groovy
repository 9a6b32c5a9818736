// What docs and outputs hold does not count.
["data/fits.bin", "docs/more.bin", "outputs/more.bin"].each { name ->
    def file = new File(basedir, name)
    file.parentFile.mkdirs()
    new RandomAccessFile(file, "rw").withCloseable { it.setLength(25000000) }
}
return true
