#!/usr/bin/env bash
# Installs the library into a temporary prefix and uses it as a C program would: library.sh CONVERT_EXAMPLE, the
# Swift example as built, whose output the C example's must equal.
set -euo pipefail
swift_example=$1
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() {
  echo "library.sh: $*" >&2
  exit 1
}

# DESTDIR is where a packager collects files; it is in none of them.
make --silent install-library DESTDIR="$folder/stage" PREFIX=/opt/quadless LIBDIR=/opt/quadless/lib64
for file in include/quadless.h lib64/libquadless.so lib64/pkgconfig/quadless.pc; do
  test -f "$folder/stage/opt/quadless/$file" || fail "$file is not installed"
done
grep -q '^libdir=/opt/quadless/lib64$' "$folder/stage/opt/quadless/lib64/pkgconfig/quadless.pc" \
  || fail "quadless.pc names another libdir"
! grep -rq "$folder" "$folder/stage/opt/quadless/lib64/pkgconfig" || fail "quadless.pc holds DESTDIR"

prefix=$folder/prefix
make --silent install-library PREFIX="$prefix"
export PKG_CONFIG_PATH=$prefix/lib/pkgconfig
library=$prefix/lib/libquadless.so

# It shows what its header declares, and nothing else.
grep -o '^[a-z].*\bquadless_[a-z_]*(' "$prefix/include/quadless.h" | grep -o 'quadless_[a-z_]*(' | tr -d '(' \
  | sort -u >"$folder/declared"
nm -D --defined-only "$library" | awk '{ print $3 }' | sort -u >"$folder/exported"
diff "$folder/declared" "$folder/exported" || fail "the header's functions are not the library's symbols"
ldd "$library" >"$folder/needed"
! grep -E 'libswift|libLLVM|not found' "$folder/needed" || fail "the library needs more than a C program has"

version=$(pkg-config --modversion quadless)
cc -x c - $(pkg-config --cflags --libs quadless) -o "$folder/version" <<'C'
#include <quadless.h>
#include <stdio.h>
int main(void) { return puts(quadless_version()) < 0; }
C
LD_LIBRARY_PATH=$prefix/lib "$folder/version" | grep -qx "quadless $version" \
  || fail "quadless.pc says version $version, and the library another"
for standard in c99 c11; do
  cc -std=$standard -Wall -Wextra -Wpedantic -Werror Tests/Examples/C/convert.c \
    $(pkg-config --cflags --libs quadless) -o "$folder/convert"
done
echo '#include <quadless.h>' | c++ -x c++ -fsyntax-only -Wall -Werror $(pkg-config --cflags quadless) -

export LD_LIBRARY_PATH=$prefix/lib
for arguments in "" stripes main; do
  "$folder/convert" $arguments >"$folder/c.glsl" 2>"$folder/c.log"
  "$swift_example" $arguments >"$folder/swift.glsl" 2>/dev/null
  cmp "$folder/c.glsl" "$folder/swift.glsl" || fail "C and Swift give different output"
  grep -q 'fwidth in stripes: rewritten' "$folder/c.log" || fail "no site is reported"
  ! grep -q fwidth "$folder/c.glsl" || fail "a site is left"
done
status=0
"$folder/convert" nothing >"$folder/c.glsl" 2>"$folder/c.log" || status=$?
test "$status" = 1 && test ! -s "$folder/c.glsl" && grep -q "no function 'nothing'" "$folder/c.log" \
  || fail "an error is no value"
echo "library.sh: installed, linked from C, $(wc -l <"$folder/exported") symbols"
