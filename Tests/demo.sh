#!/usr/bin/env bash
# Converts every shader of a folder and prints what changed: demo.sh QUADLESS FOLDER
set -euo pipefail
quadless=$1
shaders=$2
before_and_after=$shaders/circle-sdf.frag

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

"$quadless" "$shaders"/*.frag --output-directory "$folder/glsl" --print-sites -w >"$folder/sites"
"$quadless" "$shaders"/*.frag --output-directory "$folder/spv" --emit spv -w

# The summaries read "FILE: N sites, N rewritten, N kept; N instructions became N".
awk '
  BEGIN { printf "%-28s %9s %5s %13s\n", "shader", "rewritten", "kept", "instructions" }
  / sites?, [0-9]+ rewritten, / {
    name = $1; sub(/:$/, "", name); sub(/.*\//, "", name)
    printf "%-28s %9d %5d %6d %+6d\n", name, $4, $6, $8, $11 - $8
    files++; rewritten += $4; kept += $6
  }
  END { printf "%d shaders: %d sites rewritten, %d kept\n", files, rewritten, kept }
' "$folder/sites"

valid=0
for module in "$folder"/spv/*.spv; do
  spirv-val --target-env spv1.6 "$module"
  valid=$((valid + 1))
done
echo "$valid modules of SPIR-V written, all valid"

echo
echo "$(basename "$before_and_after"), before and after:"
diff -u --label before --label after "$before_and_after" "$folder/glsl/$(basename "$before_and_after")" || true
