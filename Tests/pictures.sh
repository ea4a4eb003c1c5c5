#!/bin/sh
# Draws the README's pictures anew: each shader with quad differences and with analytic derivatives.
# usage: pictures.sh QUADLESS SHADERS
set -eu
quadless=$1
shaders=$2
mkdir -p "$shaders/Pictures"
for name in horizon-tiles horizon-spokes bump-texture; do
  for derivatives in quad analytic; do
    "$quadless" render "$shaders/$name.frag" -o "$shaders/Pictures/$name-$derivatives.png" \
      --derivatives $derivatives
  done
done
