# Keeps project folders as they were sent, so that only what has changed is sent again, and makes run folders of them.
# Words: offer <project> <snapshot>              prints what there is: have, base <id> and its manifest, or none
#        add <project> <snapshot> <base or nothing> <nonce>     payload: a tar of new/, gone and manifest.gz
#        run <project> <snapshot> <run> <nonce>                 payload: a tar of azureml-run/ and of
#        modes/<mode>, which name the folders with that mode
aml_staged=$aml_home/staged/$2
aml_list() { # the snapshots, newest first
    for aml_each in $(ls -t "$aml_staged"); do
        case $aml_each in *[!0-9a-f]*) ;; *) printf '%s\n' "$aml_each" ;; esac
    done
}
aml_part=
aml_give_up() { # problem: half a copy would keep a full disk full
    cd "$aml_home" || exit 9
    chmod -R u+rwX "$aml_part" 2> /dev/null
    rm -rf "${aml_part:?}"
    aml_fail "$1"
}
case $1 in
    offer)
        mkdir -p "$aml_staged" "$aml_home/azureml_runs" || aml_fail "cannot make the folder $aml_staged"
        # What somebody began and never ended; nobody needs a day for it.
        find "$aml_staged" "$aml_home/azureml_runs" -maxdepth 1 -name '.part-*' -mmin +1440 -exec rm -rf {} +
        if [ -d "$aml_staged/$3" ]; then
            touch "$aml_staged/$3"
            echo have
            exit 0
        fi
        aml_base=$(aml_list | head -n 1)
        if [ -n "$aml_base" ] && [ -f "$aml_staged/$aml_base/manifest.gz" ]; then
            echo "base $aml_base"
            cat "$aml_staged/$aml_base/manifest.gz"
        else
            echo none
        fi
        ;;
    add)
        aml_part=$aml_staged/.part-$5
        mkdir "$aml_part" && cd "$aml_part" || aml_fail "cannot make the folder $aml_part"
        tar -xpof - || aml_give_up "cannot take the files of the project into $aml_part"
        if [ -n "$4" ]; then
            # Linked, not copied: nobody changes a file here, a new one takes its place.
            cp -al "$aml_staged/$4/files" files \
                && (cd files && xargs -0 rm -rf -- < ../gone) \
                && cp -al new/. files \
                || aml_give_up "cannot make $aml_staged/$3 of $4"
        else
            mv new files
        fi
        rm -rf new gone
        touch "$aml_part"
        # Another one may have made the same meanwhile.
        mv -T "$aml_part" "$aml_staged/$3" 2> /dev/null || rm -rf "$aml_part"
        [ -d "$aml_staged/$3" ] || aml_fail "cannot make the folder $aml_staged/$3"
        aml_list | tail -n +6 | while IFS= read -r aml_old; do
            rm -rf "${aml_staged:?}/$aml_old"
        done
        ;;
    run)
        aml_run=$aml_home/azureml_runs/$4
        aml_part=$aml_home/azureml_runs/.part-$5
        # A call that is made again, or somebody has taken the run for dead.
        [ ! -e "$aml_run" ] || exit 0
        mkdir "$aml_part" && cp -a "$aml_staged/$3/files" "$aml_part/azureml-run" && cd "$aml_part" \
            && tar -xpof - || aml_give_up "cannot make the run folder in $aml_part"
        gzip -dc "$aml_staged/$3/manifest.gz" | sed -n 's/^f [0-7]* //p' > wanted
        if [ -s wanted ] && ! (cd azureml-run && sha256sum -c ../wanted > ../sums 2>&1); then
            # It is sent again, all of it.
            rm -rf "${aml_staged:?}/$3"
            aml_bad=$(grep -v ': OK$' sums | head -n 3)
            rm -rf "$aml_part"
            printf '%s\n' "$aml_bad" >&2
            exit 8
        fi
        # Those that nobody can look into come last.
        for aml_each in modes/0[7531]* modes/0[6420]*; do
            [ ! -f "$aml_each" ] || (cd azureml-run && xargs -0 chmod "${aml_each#modes/}" -- < "../$aml_each")
        done
        rm -rf wanted sums modes
        mv -T "$aml_part" "$aml_run" 2> /dev/null || rm -rf "$aml_part"
        [ -d "$aml_run" ] || aml_fail "cannot make the folder $aml_run"
        ;;
esac
