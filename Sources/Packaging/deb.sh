#!/usr/bin/env bash
# Makes a Debian package of what `make install` installs.
#
# usage: deb.sh VERSION OUTPUT.deb
#
# What it depends on is what dpkg-shlibdeps finds the programs linked with; the Swift runtime is inside them.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=$1
output=$(realpath -m "$2")
architecture=$(dpkg --print-architecture)
library=/usr/lib/$(dpkg-architecture -q DEB_HOST_MULTIARCH)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/debian/quadless

make --no-print-directory install PREFIX=/usr LIBDIR="$library" DESTDIR="$root" >&2
find "$root" -type f \( -perm -u+x -o -name '*.so.*' \) -exec strip --strip-unneeded {} +
install -D -m 644 Sources/Packaging/copyright "$root/usr/share/doc/quadless/copyright"
gzip -9 --no-name "$root/usr/share/man/man1/quadless.1"

mkdir -p "$root/DEBIAN"
printf 'Source: quadless\n\nPackage: quadless\nArchitecture: any\n' >"$work/debian/control"
depends=$(cd "$work" && dpkg-shlibdeps -O --ignore-missing-info -e"$root/usr/bin/quadless" \
  -e"$root/usr/libexec/quadless/quadless-harness" -e"$root$library/libquadless.so.$version" | sed 's/^shlibs:Depends=//')
printf 'libquadless %s quadless\n' "${version%%.*}" >"$root/DEBIAN/shlibs"
printf 'activate-noawait ldconfig\n' >"$root/DEBIAN/triggers"
cat >"$root/DEBIAN/control" <<CONTROL
Package: quadless
Version: $version
Architecture: $architecture
Maintainer: The Quadless developers <quadless@localhost>
Installed-Size: $(du -sk --exclude DEBIAN "$root" | cut -f1)
Depends: $depends
Section: graphics
Priority: optional
Description: exact analytic derivatives for GLSL fragment shaders
 Quadless replaces every screen-space derivative of a fragment shader (dFdx,
 dFdy, fwidth, and the hidden ones inside texture()) by an exact analytic
 derivative, computed beside the value, and writes the shader as SPIR-V or as
 GLSL with the names and the interface of the original. With it come a checker
 that draws a shader and proves each derivative, a compiler of shaders to C
 functions, and a library for C.
CONTROL
mkdir -p "$(dirname "$output")"
dpkg-deb --root-owner-group -Zxz --build "$root" "$output.tmp" >&2
mv "$output.tmp" "$output"
