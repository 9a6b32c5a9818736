# Looks whether this computer has what the copy of a project needs.
for aml_tool in cat chmod cp find grep gzip head ls mkdir mv rm sed sha256sum tail tar touch tr wc xargs; do
    command -v "$aml_tool" > /dev/null || aml_fail "there is no program '$aml_tool'"
done
# What reads names from a list, and writes the rest after it.
case $(tar --version 2> /dev/null) in
    *GNU*) ;;
    *) aml_fail "its tar is not GNU tar" ;;
esac
mkdir -p "$aml_home/azureml_runs" || aml_fail "cannot make the folder $aml_home/azureml_runs"
