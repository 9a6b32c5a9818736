// Letters outside ASCII are given here: not every checkout carries them in file names.
assert new File(basedir, "second and third/zweites").renameTo(new File(basedir, "second and third/zweites ü"))
return true
