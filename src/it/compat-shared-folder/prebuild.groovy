new File("/tmp/aml-it-account").deleteDir()
return true
