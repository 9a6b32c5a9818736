def log = new File(basedir, "build.log").text
assert log =~ /\[ERROR\].*local\.compute:2:16: .*yes please/
assert log =~ /\[ERROR\].*local\.compute:3:\d+: .*relative\/path/
assert log =~ /\[ERROR\].*local\.runconfig:1:\d+: .*no-such\.py/
assert log =~ /\[ERROR\].*local\.runconfig:3:\d+: .*Pyhton/
assert log.count("] -> ") >= 1
assert !new File(basedir, "target/history").exists()
assert !new File(basedir, "target/runs").exists()
assert log =~ /\[ERROR\].*-Daml\.scritp is no setting of this plugin\n\[ERROR\] -> did you mean -Daml\.script\?/
