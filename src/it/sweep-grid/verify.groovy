def runs = new File(basedir, "target/history/local/default/sweeps/runs").listFiles().collect {
    new groovy.json.JsonSlurper().parse(new File(it, "final.json"))
}.sort { it.run_number }
assert runs.size() == 9
def sweep = runs[0]
assert sweep.status == "Failed"
assert sweep.reason == "1 of 4 runs did not complete"
assert sweep.sweep.definition.grid == "--reg=0.1..0.2:0.1; --depth 2..4:2"
assert sweep.sweep.combinations*.arguments == [["--reg=0.1", "--depth", "2"], ["--reg=0.1", "--depth", "4"], ["--reg=0.2", "--depth", "2"], ["--reg=0.2", "--depth", "4"]]
assert sweep.sweep_result.runs == 4 && sweep.sweep_result.failed_runs == 1 && sweep.sweep_result.Accuracy == 0.401
assert runs[1..4].every { it.parent_run_id == sweep.run_id }
assert runs[1..4].count { it.status == "Completed" } == 3
def failed = runs[1..4].find { it.status == "Failed" }
assert failed.arguments == ["--fast", "--reg=0.2", "--depth", "4"]

// The sweep that goes on has made one run and taken over three.
assert runs[5].sweep.resumed == sweep.run_id
assert runs[5].status == "Completed"
assert runs[5].sweep_result == [runs: 4, failed_runs: 0, best_run: 7, Accuracy: 0.402]
assert runs[6].arguments == ["--fast", "--reg=0.2", "--depth", "4"] && runs[6].parent_run_id == runs[5].run_id
def csv = new File(basedir, "target/history/local/default/sweeps/ExperimentRun/${runs[5].run_id}/outputs/sweep.csv").readLines()
assert csv[0] == "run_number,run_id,status,duration_seconds,reg,depth,Accuracy"
assert csv.size() == 5
assert csv[1] ==~ /7,sweeps_[0-9]+,Completed,[0-9.]+,0\.2,4,0\.402/

def log = new File(basedir, "build.log").text
assert log.contains("the sweep is Failed: 1 of 4 runs did not complete (of those begun ${failed.run_number})")
assert log.contains("make them again: mvn aml:sweep -Daml.resume=1")
assert log.contains("[${failed.run_number}] no luck with --fast --reg=0.2 --depth 4")
assert log =~ /Accuracy  reg  depth  run  status     duration\n/
assert log.contains("Going on with run 1: 3 of its runs have completed, 1 are to be made.")
assert log.contains("Best: run 7, Accuracy 0.402: reg=0.2 depth=4")
assert log.contains("Run 7 (train.sh) keeps all rules, 3 in all.")
assert log.contains("There is nothing to go on with: all 4 runs have completed.")
assert log.contains("the sweep has 1001 runs, and at most 1000 are made without being asked for")
assert log.contains("Sweep by seed: 7")
assert log.contains("3 runs; nothing has been done.")

def quiet = new File(basedir, "target/quiet.txt").readLines()
assert quiet[0] == "Accuracy,arg1,arg2,arg3,run,status,duration"
assert quiet.size() == 2
