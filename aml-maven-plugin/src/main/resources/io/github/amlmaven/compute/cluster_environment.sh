# Makes Python environments here, each once, in ~/.azureml/envs.
# Words: find <name> <archive: yes or no>      prints the home folder, and ready when it is there
#        make <name> <archive: yes or no>      payload: a tar with setup/
# make prints: log <bytes> and so many bytes and an empty line; alive, now and then; end <exit code>
aml_prefix=$aml_home/envs/$2
aml_ready() {
    [ -f "$aml_prefix/.aml-ready" ] && { [ "$1" = no ] || [ -f "$aml_prefix.tar.gz" ]; }
}
if [ "$1" = find ]; then
    printf '%s\n' "$HOME"
    aml_ready "$3" && echo ready
    exit 0
fi
mkdir -p "$aml_home/envs" || aml_fail "cannot make the folder $aml_home/envs"
while ! mkdir "$aml_prefix.lock" 2> /dev/null; do
    # Another one makes it, or was killed while it did.
    aml_owner=
    { read -r aml_owner < "$aml_prefix.lock/pid"; } 2> /dev/null
    [ -z "$aml_owner" ] || [ -d "/proc/$aml_owner" ] || rm -rf "$aml_prefix.lock"
    echo alive
    sleep 1
done
echo $$ > "$aml_prefix.lock/pid"
aml_worker=
aml_leave() {
    [ -z "$aml_worker" ] || kill -TERM -"$aml_worker" 2> /dev/null
    rm -rf "$aml_prefix.lock"
}
trap aml_leave EXIT
trap 'exit 1' HUP TERM PIPE
if aml_ready "$3"; then
    echo "end 0"
    exit 0
fi
rm -rf "$aml_prefix" "$aml_prefix.setup" "$aml_prefix.tar.gz"
mkdir "$aml_prefix.setup" && tar -xof - -C "$aml_prefix.setup" --strip-components=1 \
    || aml_fail "cannot write to $aml_prefix.setup"
: > "$aml_prefix.setup/for_one_user"
cat > "$aml_prefix.setup/make.sh" << 'END'
PATH=$PATH:$HOME/miniconda3/bin:$HOME/anaconda3/bin:$HOME/.local/bin:/usr/bin/anaconda/bin
export PATH
sh "${0%/*}/prepare_environment.sh" "$1" || exit
[ "$2" = yes ] || exit 0
if command -v conda-pack > /dev/null && [ -d "$1/conda-meta" ]; then
    echo "+ conda-pack -p $1"
    conda-pack -q -p "$1" -o "$1.part.tar.gz" || exit
else
    echo "+ tar -czf $1.tar.gz"
    tar -czf "$1.part.tar.gz" -C "$1" . || exit
fi
mv "$1.part.tar.gz" "$1.tar.gz"
END
: > "$aml_prefix.log"
setsid sh "$aml_prefix.setup/make.sh" "$aml_prefix" "$3" < /dev/null > "$aml_prefix.log" 2>&1 &
aml_worker=$!
aml_known=0
aml_show() {
    aml_size=$(wc -c < "$aml_prefix.log")
    [ "$aml_size" -gt "$aml_known" ] || return 0
    printf 'log %d\n' $((aml_size - aml_known))
    tail -c +$((aml_known + 1)) "$aml_prefix.log" | head -c $((aml_size - aml_known))
    echo
    aml_known=$aml_size
}
while kill -0 "$aml_worker" 2> /dev/null; do
    aml_show
    echo alive
    sleep 0.5
done
wait "$aml_worker"
aml_code=$?
aml_worker=
aml_show
[ "$aml_code" -ne 0 ] || : > "$aml_prefix/.aml-ready"
rm -rf "$aml_prefix.setup"
echo "end $aml_code"
