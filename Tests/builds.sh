#!/usr/bin/env bash
# Builds the examples in Tests/Examples with CMake (ninja and make), Meson and make, from nothing; touches and changes
# files, and looks at which shaders are converted again: builds.sh QUADLESS, the command as built.
set -euo pipefail
quadless=$(realpath "$1")
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() {
  echo "builds.sh: $*" >&2
  exit 1
}

# The command, with a log of what it is asked to convert.
mkdir -p "$folder/prefix/bin"
cat >"$folder/prefix/bin/quadless" <<SH
#!/bin/sh
for argument in "\$@"; do case \$argument in *.frag) basename "\$argument" >>"$folder/log"; break;; esac; done
exec "$quadless" "\$@"
SH
chmod +x "$folder/prefix/bin/quadless"
make -C "$root" --silent install-cmake PREFIX="$folder/prefix"
export PATH=$folder/prefix/bin:$PATH

# Runs the build; it must convert exactly the shaders named.
expect() {
  local what=$1
  shift
  : >"$folder/log"
  build >"$folder/output" 2>&1 || { cat "$folder/output" >&2; fail "$system: $what: the build fails"; }
  local converted
  converted=$(sort "$folder/log" | paste -sd' ')
  test "$converted" = "$*" || fail "$system: $what: converted '$converted' instead of '$*'"
}

# What every build system must get right, in a copy of its example.
walk() {
  expect "from nothing" plain.frag rings.frag stripes.frag
  expect "at once again"
  sleep 1.1
  touch "shaders/stripes.frag"
  expect "a shader touched" stripes.frag
  expect "after that"
  sleep 1.1
  echo "// The text changed, the output does not." >>"shaders/common files/shape.glsl"
  expect "an include changed" rings.frag
  expect "after that"
  sleep 1.1
  sed -i 's/1e-6/1e-5/' "shaders/common files/stripe width.glsl"
  expect "an include of an include changed" rings.frag stripes.frag
  expect "after that"
  sleep 1.1
  echo "float v = ;" >>"shaders/common files/shape.glsl"
  ! build >"$folder/output" 2>&1 || fail "$system: a shader with an error builds"
  grep -q 'shape.glsl:[0-9]*:.*error: ' "$folder/output" || fail "$system: the error is not shown"
  sed -i '$d' "shaders/common files/shape.glsl"
  expect "mended" rings.frag
  expect "at the end"
  for shader in plain rings stripes; do
    test -s "$(find . -name "$shader.frag.spv")" || fail "$system: $shader.frag.spv is missing"
  done
}

example() {
  system=$1
  rm -rf "$folder/work"
  cp -R "$root/Tests/Examples/$2" "$folder/work"
  cp -R "$root/Tests/Examples/shaders" "$folder/work/shaders"
  cd "$folder/work"
}

for generator in Ninja "Unix Makefiles"; do
  example "CMake, $generator" CMake
  cmake -B "the build" -G "$generator" -DCMAKE_PREFIX_PATH="$folder/prefix" >"$folder/output" 2>&1 \
    || { cat "$folder/output" >&2; fail "$system: does not configure"; }
  build() { cmake --build "the build" -j 2; }
  walk
done

example Meson Meson
meson setup "the build" >"$folder/output" 2>&1 || { cat "$folder/output" >&2; fail "$system: does not configure"; }
build() { ninja -C "the build" -j 2; }
walk

example make Make
build() { make -j 2; }
walk
echo "builds.sh: all examples build, and rebuild what they should"
