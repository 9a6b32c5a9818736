#!/usr/bin/env bash
# Makes the base images of the tests, aml-test:*, from unpacked Debian 12 packages: nothing comes from a registry.
# Makes them again only after a change in this folder. Wants docker (as root or in its group), apt-get and dpkg-deb.
set -euo pipefail
cd "$(dirname "$0")"
umask 022

names=(bare python pip user conda spark)
recipe=$(cat images.sh stand-in/* | sha256sum | cut -c 1-16)

made_by() { # name: the recipe that made the image, nothing when there is no such image
  docker image inspect --format '{{index .Config.Labels "aml-test.recipe"}}' "aml-test:$1" 2> /dev/null || true
}

missing=()
for name in "${names[@]}"; do
  [ "$(made_by "$name")" = "$recipe" ] || missing+=("$name")
done
if [ ${#missing[@]} -eq 0 ]; then
  echo "Test images: all there"
  exit 0
fi
echo "Test images: making ${missing[*]}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

shell_packages=(busybox-static)
python_packages=(libbz2-1.0 libc6 libcrypt1 libexpat1 libffi8 libgcc-s1 liblzma5 libncursesw6 libpython3.11-minimal
  libpython3.11-stdlib libreadline8 libsqlite3-0 libssl3 libstdc++6 libtinfo6 libuuid1 media-types python3.11-minimal zlib1g)
pip_packages=(python3-distutils python3-pip python3-pip-whl python3-pkg-resources python3-setuptools
  python3-setuptools-whl python3-wheel python3.11-venv)

download() {
  # The user _apt may not write here.
  (cd "$work/packages" && apt-get download -q -o APT::Sandbox::User=root \
    "${shell_packages[@]}" "${python_packages[@]}" "${pip_packages[@]}") > "$work/download.log" 2>&1
}
mkdir "$work/packages"
# The lists are missing on a fresh machine, and old ones name packages that are gone.
if ! download && ! { [ "$(id -u)" -eq 0 ] && apt-get update -qq && download; }; then
  cat "$work/download.log" >&2
  echo "ERROR: cannot download the packages of Debian 12 that the test images are made of" >&2
  echo "-> sudo apt-get update, then src/it/docker/images.sh again" >&2
  exit 1
fi

unpack() { # folder, packages
  local folder=$work/$1
  shift
  mkdir -p "$folder"
  for package in "$@"; do
    dpkg-deb -x "$work"/packages/"$package"_*.deb "$folder"
  done
  rm -rf "$folder"/usr/share/{bug,doc,gcc,gdb,info,initramfs-tools,lintian,locale,man} "$folder"/usr/lib/*/gconv
}

# A part is a folder with what it adds to an image.
unpack shell "${shell_packages[@]}"
mkdir -p "$work"/shell/{bin,dev,etc,home,proc,root,sys,tmp,usr/bin,usr/local/bin,var/tmp}
chmod 1777 "$work"/shell/tmp "$work"/shell/var/tmp
for applet in $("$work/shell/bin/busybox" --list); do
  [ -e "$work/shell/bin/$applet" ] || ln -s busybox "$work/shell/bin/$applet"
done
# Scripts begin with #!/usr/bin/env.
ln -s ../../bin/busybox "$work/shell/usr/bin/env"
accounts='root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/bin/false\n'
printf '%b' "$accounts" > "$work/shell/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\n' > "$work/shell/etc/group"
printf 'passwd: files\ngroup: files\nhosts: files dns\n' > "$work/shell/etc/nsswitch.conf"

unpack python "${python_packages[@]}"
ln -s python3.11 "$work/python/usr/bin/python3"
ln -s python3.11 "$work/python/usr/bin/python"
unpack pip "${pip_packages[@]}"

mkdir -p "$work/worker/etc" "$work/home/worker"
printf '%bworker:x:1234:1234:worker:/home/worker:/bin/sh\n' "$accounts" > "$work/worker/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\nworker:x:1234:\n' > "$work/worker/etc/group"

install -D -m 755 stand-in/conda "$work/conda/opt/conda/bin/conda"
install -D -m 666 /dev/null "$work/conda/opt/conda/calls"
install -D -m 755 stand-in/spark-submit "$work/spark/usr/local/bin/spark-submit"

image() { # name, parts, what else is to be set
  local name=$1 root=$work/images/$1 archive=$work/image.tar changes=() part change replaced
  mkdir -p "$root"
  for part in $2; do
    cp -alf "$work/$part/." "$root"
  done
  for change in "ENV LANG=C.UTF-8" "LABEL aml-test.recipe=$recipe" "${@:3}"; do
    changes+=(-c "$change")
  done
  tar --sort=name --mtime=@0 --numeric-owner --owner=0 --group=0 -C "$root" -cf "$archive" .
  [ "$name" != user ] || tar --mtime=@0 --numeric-owner --owner=1234 --group=1234 -C "$work" -rf "$archive" home/worker
  replaced=$(docker image inspect --format '{{.Id}}' "aml-test:$name" 2> /dev/null || true)
  docker import "${changes[@]}" "$archive" "aml-test:$name" > /dev/null
  # Without its name it is only in the way.
  [ -z "$replaced" ] || docker image rm "$replaced" > /dev/null ||
    echo "WARNING: the aml-test:$name of before stays, as something needs it: $replaced" >&2
}

path='/usr/local/bin:/usr/bin:/bin'
image bare shell "ENV PATH=$path" 'CMD ["sh"]'
image python 'shell python' "ENV PATH=$path" 'CMD ["python3"]'
image pip 'shell python pip' "ENV PATH=$path" 'CMD ["python3"]'
# Whoever forgets to say what is to be run gets 9.
image user 'shell python worker' "ENV PATH=$path" 'USER 1234' 'ENTRYPOINT ["/bin/sh","-c","echo entrypoint; exit 9"]'
image conda 'shell python conda' "ENV PATH=/opt/conda/bin:$path" 'CMD ["python3"]'
image spark 'shell python spark' "ENV PATH=$path" 'CMD ["python3"]'
