#!/usr/bin/env bash
# Wall time of ninja over shader permutations, through quadless and through glslang's own command, a thousand of the one
# and a thousand of the other in turn, so that what else the machine does weighs on both; then the same set by one
# command: ninja.sh QUADLESS [COUNT=20000] [JOBS]. Fails where the first takes more than 1.5 times the second, where an
# output differs between ninja and the one command, or where a touched include does not bring back just its shaders.
set -euo pipefail
quadless=$(realpath "$1")
count=${2:-20000}
jobs=${3:-$(nproc)}
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
fail() {
  echo "ninja.sh: $*" >&2
  exit 1
}
now() { date +%s%3N; }

# The shaders are copied, for one of them is touched.
cp -R "$root/Tests/Permutations" "$folder/shaders"
cd "$folder"
python3 shaders/generate.py . "$count" --quadless "$quadless"

declare -A taken=([quadless]=0 [glslang]=0)
for ((part = 0; part * 1000 < count; part++)); do
  for tool in quadless glslang; do
    start=$(now)
    ninja -f $tool.ninja -j "$jobs" "part$part" >log 2>&1 || { tail -20 log >&2; fail "$tool fails"; }
    taken[$tool]=$((taken[$tool] + $(now) - start))
  done
  awk -v done=$(((part + 1) * 1000)) -v count="$count" -v q="${taken[quadless]}" -v g="${taken[glslang]}" \
    -v load="$(cut -d' ' -f1 /proc/loadavg)" 'BEGIN {
      printf "ninja.sh: %d of %d: quadless %.1f s, glslangValidator %.1f s, ratio %.3f (load %s)\n", \
        done < count ? done : count, count, q / 1000, g / 1000, q / g, load }'
done
awk -v q="${taken[quadless]}" -v g="${taken[glslang]}" 'BEGIN { exit !(q <= 1.5 * g) }' \
  || fail "quadless takes more than 1.5 times as long"

ninja -f quadless.ninja -j "$jobs" | grep -q 'no work to do' || fail "not all is built after the build"
touch -d '+2 seconds' shaders/include/frame.glsl
ninja -f quadless.ninja -n | grep -c '^\[' >again || true
# Those that use the file: NORMAL_MAP or BUMP of a material, BUMP of a terrain, RIPPLES of water.
includers=$(grep -cE 'material.frag .*-D(NORMAL_MAP|BUMP)( |$)|terrain.frag .*-DBUMP( |$)|water.frag .*-DRIPPLES( |$)' list)
test "$(cat again)" = "$includers" || fail "$(cat again) shaders are out of date, and $includers include frame.glsl"

start=$(now)
"$quadless" --batch list -j "$jobs" -w
one=$(($(now) - start))
diff <(cd spv/quadless && sha256sum *.spv) <(cd spv/batch && sha256sum *.spv) >/dev/null \
  || fail "ninja and one command give different bytes"
test "$(find spv/batch -name '*.spv' | wc -l)" = "$count" || fail "outputs are missing"
awk -v one="$one" -v n="$count" -v i="$includers" 'BEGIN {
  printf "ninja.sh: one command: %.1f s; the same bytes; %d of %d include the touched file\n", one / 1000, i, n }'
