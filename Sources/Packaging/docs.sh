#!/usr/bin/env bash
# Writes the reference of the Swift API, a static site, with the toolchain's own docc: docs.sh OUTPUT. The modules must
# have been built (swift build --target Lint). Any warning of docc's is an error: a link that leads nowhere, say.
set -euo pipefail
cd "$(dirname "$0")/../.."
output=$1
build=$(swift build --show-bin-path)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
triple=$(swiftc -print-target-info | sed -n 's/^ *"triple": "\(.*\)",$/\1/p' | head -1)
cross=$(pkg-config --cflags-only-I spirv-cross-c-shared)

# Later modules refer to earlier ones.
archives=()
dependencies=()
for module in Frontend Differentiation Conversion Lint; do
  mkdir -p "$work/$module"
  swift symbolgraph-extract -module-name "$module" -target "$triple" -I "$build/Modules" $cross ${cross/#-I/-Xcc -I} \
    -Xcc -fmodule-map-file=Sources/CSPIRVCross/module.modulemap \
    -Xcc -fmodule-map-file="$build/CSPIRVTools.build/module.modulemap" \
    -Xcc -fmodule-map-file="$build/CGlslang.build/module.modulemap" \
    -minimum-access-level public -skip-synthesized-members -output-dir "$work/$module"
  catalog=Sources/$module/$module.docc
  test -d "$catalog" || catalog=
  docc=$(dirname "$(readlink -f "$(command -v swift)")")/docc
  "$docc" convert $catalog --additional-symbol-graph-dir "$work/$module" --fallback-display-name "$module" \
    --fallback-bundle-identifier "quadless.$module" --enable-experimental-external-link-support "${dependencies[@]}" \
    --transform-for-static-hosting --warnings-as-errors --output-path "$work/$module.doccarchive" >"$work/log" 2>&1 \
    || { sed "s|^  --> .*Sources/|  --> Sources/|" "$work/log" >&2; exit 1; }
  archives+=("$work/$module.doccarchive")
  dependencies+=(--dependency "$work/$module.doccarchive")
done
rm -rf "$output"
"$docc" merge "${archives[@]}" --synthesized-landing-page-name Quadless --synthesized-landing-page-kind Library \
  --output-path "$output" >/dev/null
