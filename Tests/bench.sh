#!/usr/bin/env bash
# Time, growth, added work and native code, as ratios: bench.sh BUILD_FOLDER SHADERS...
set -euo pipefail
build=$1
shift

"$build/bench" "$@"

# Executed float operations of a noise shader after -O, beside those of its primal.
noises=../shared/bench
noise=$noises/noise_sin.frag
count=$noises/dynamic_ops.py
if [ -f "$noise" ] && [ -f "$count" ]; then
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  glslangValidator -V "$noise" -o "$folder/plain.spv" >/dev/null
  spirv-opt -O "$folder/plain.spv" -o "$folder/primal.spv"
  "$build/quadless" -O -w "$noise" -o "$folder/converted.spv"
  # The three derivative instructions are no work of the primal.
  python3 "$count" "$folder/primal.spv" "$folder/converted.spv" | awk '
    { split($3, float, "="); split($4, sincos, "="); n = NR; floats[n] = float[2]; sines[n] = sincos[2] }
    END {
      printf "noise_sin: %.2f times the float operations of the primal (at most 1.70), sin/cos %d of %d\n",
        floats[2] / (floats[1] - 3), sines[2], sines[1]
    }'
fi

# Native code beside lavapipe.
if [ -f "$noises/noise_int.frag" ]; then
  "$build/shading-bench" "$noises"/noise_int.frag "$noises"/noise_sin.frag "$noises"/noise_int_by_hand.frag
fi

# Native code for a ray caster beside the same shading by hand in C.
clang=$(command -v clang || true)
# The Swift toolchain brings one.
if [ -z "$clang" ]; then clang=$(dirname "$(readlink -f "$(command -v swift)")")/clang; fi
if [ -x "$clang" ]; then
  rays=$(dirname "$0")/RayCaster
  objects=$(mktemp -d)
  trap 'rm -rf "${folder:-}" "$objects"' EXIT
  for lanes in 1 8; do
    "$build/quadless" compile "$rays/marble.frag" --lanes $lanes --function-name marble_$lanes \
      -o "$objects/marble_$lanes.o" --header "$objects/marble_$lanes.h"
  done
  "$clang" -O3 -march=x86-64-v3 -I"$objects" "$rays/bench.c" "$objects"/marble_*.o -lm -o "$objects/bench"
  "$objects/bench"
else
  echo "no clang: the ray caster's shading is not measured"
fi
