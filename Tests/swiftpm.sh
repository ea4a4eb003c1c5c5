#!/usr/bin/env bash
# Builds the SwiftPM example from nothing, quadless with it, and looks at which shaders are converted again after a
# change: swiftpm.sh [SCRATCH], a folder to build in and to keep.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
scratch=${1:-$folder/scratch}
fail() {
  echo "swiftpm.sh: $*" >&2
  exit 1
}

cp -R "$root/Tests/Examples/SwiftPM" "$folder/work"
cp -R "$root/Tests/Examples/shaders/." "$folder/work/Sources/Demo"
cd "$folder/work"
# Beside the sources rather than within them, and found all the same.
sed -i "s|path: \"../../..\"|path: \"$root\"|" Package.swift

# Builds; exactly the shaders named must be converted.
expect() {
  local what=$1
  shift
  swift build --scratch-path "$scratch" >output 2>&1 || { cat output >&2; fail "$what: the build fails"; }
  local converted
  converted=$(grep -o 'Converting shader [a-z.]*' output | sort -u | cut -d' ' -f3 | paste -sd' ')
  test "$converted" = "$*" || { cat output >&2; fail "$what: converted '$converted' instead of '$*'"; }
}

shaders=Sources/Demo
expect "from nothing" plain.frag rings.frag stripes.frag
"$(swift build --scratch-path "$scratch" --show-bin-path)/Demo" >listing
for shader in plain rings stripes; do
  grep -q "^$shader.frag.spv [1-9]" listing || fail "the program has no $shader.frag.spv"
done
expect "at once again"
sleep 1.1
echo "// A comment." >>"$shaders/stripes.frag"
expect "a shader changed" stripes.frag
echo "// A comment." >>"$shaders/common files/shape.glsl"
expect "an include changed" rings.frag
echo "// A comment." >>"$shaders/common files/stripe width.glsl"
expect "an include of an include changed" rings.frag stripes.frag
expect "after that"
echo "-I 'common files' -D BANDS=7" >"$shaders/quadless.rsp"
expect "the options changed" plain.frag rings.frag stripes.frag
echo "swiftpm.sh: the example builds, and rebuilds what it should"
