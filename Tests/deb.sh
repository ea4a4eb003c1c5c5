#!/usr/bin/env bash
# The Debian package in a bare Debian 12: made with debootstrap, with nothing of Quadless or Swift in it, it installs
# the package, and runs the command, the harness and a C program that uses the library.
#
# usage: deb.sh PACKAGE.deb
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
package=$(realpath "$1")
[ "$(id -u)" = 0 ] || exec sudo --preserve-env=DEBIAN_MIRROR "$0" "$package"

root=$(mktemp -d)
clean() {
  mountpoint -q "$root/proc" && umount "$root/proc"
  rm -rf --one-file-system "$root"
}
trap clean EXIT
# The mirror of this machine; DEBIAN_MIRROR names another.
mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -v security | head -1)}
debootstrap --variant=minbase bookworm "$root" "$mirror" >"$root.log" 2>&1 || {
  tail -20 "$root.log"
  exit 1
}
rm -f "$root.log"
# What apt needs to reach the same archives as this machine.
cp -a /etc/apt/. "$root/etc/apt/"
cp /etc/resolv.conf /etc/hosts "$root/etc/"
cp -a /usr/share/keyrings/. "$root/usr/share/keyrings/"
[ -d /etc/ssl/certs ] && mkdir -p "$root/etc/ssl" && cp -aL /etc/ssl/certs "$root/etc/ssl/" 2>/dev/null || true
mount -t proc proc "$root/proc"
cp "$package" "$root/quadless.deb"
cp "$here/../Shaders/brick-filtered.frag" "$root/shader.frag"
cp "$here/Examples/C/convert.c" "$root/convert.c"

chroot "$root" /bin/bash -euo pipefail 2>"$root.log" <<'INSIDE' || { cat "$root.log"; rm -f "$root.log"; exit 1; }
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq install --yes --no-install-recommends /quadless.deb >/dev/null
cd /
quadless --version | head -1
quadless shader.frag -o out.frag -w
quadless shader.frag -o out.spv -w
if grep -q 'texture(' out.frag; then exit 1; fi
quadless check shader.frag --size 64x64 | head -1
quadless compile shader.frag -o shader.o --header shader.h -w && test -s shader.o
test -s /usr/share/man/man1/quadless.1.gz
test -s /usr/share/bash-completion/completions/quadless
apt-get -qq install --yes --no-install-recommends gcc libc6-dev pkg-config >/dev/null
cc convert.c $(pkg-config --cflags --libs quadless) -o convert
./convert | grep -q '^#version 450'
apt-get -qq remove --yes quadless >/dev/null
test ! -e /usr/bin/quadless
INSIDE
rm -f "$root.log"
echo "deb: installs, runs and goes from a bare Debian 12"
