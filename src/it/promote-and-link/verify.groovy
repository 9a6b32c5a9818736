assert new File(basedir, "assets/model.pkl.link").text == '{"assetSource":"azureml","name":"model.pkl","version":"2"}'
assert new File(basedir, "assets/census.mml.link").text == '{"assetSource":"azureml","name":"census.mml","version":"1"}'
assert new File(basedir, "assets").list().sort() == ["census.mml.link", "model.pkl.link"]

def project = new File(basedir, "target/history/local/default/promote")
assert new File(project, "assets/model.pkl").list().sort() == ["1.json", "2.json"]
assert new File(basedir, "downloads/assets/model.pkl/2/model.pkl").text == "weights\n"
assert new File(basedir, "downloads/.amlignore").exists()
assert new File(basedir, "target/here/census.mml/part-0").text == "part\n"
assert new File(basedir, "target/here/census.mml/metadata/part-0").text == "meta\n"
assert new File(basedir, "target/team-model").text == "weights\n"

def log = new File(basedir, "build.log").getText("UTF-8").replace("\r\n", "\n")
assert log.contains("Promoted outputs/model.pkl of run 1: asset model.pkl version 1, 1 file, 8 bytes")
assert log.contains("Promoted outputs/census.mml of run 1: asset census.mml version 1, 2 files, 10 bytes")
assert log =~ /Accuracy +Asset +Version +Run_number +Script_name +Status +Path +Files +Bytes +Promoted_utc\n/
assert log =~ /0\.95 +census\.mml +1 +1 +train\.sh +Completed +outputs\/census\.mml\/ +2 +10 /
assert log =~ /0\.95 +model\.pkl +2 +1 +train\.sh +Completed +outputs\/model\.pkl +1 +8 /
assert log.contains("run 2 is Failed (exit code 3), so outputs/model.pkl may be incomplete; it has not been promoted")
assert log.contains("-> promote an artifact of a run that completed, or this one all the same with -Daml.force")
assert log.contains("Asset model.pkl version 2 is in " + new File(basedir, "target/team").canonicalPath + " now")
