#!/usr/bin/env bash
# Memory over many conversions in one process through the library for C: memory.sh [CONVERSIONS=100000] [THREADS=8]
# Fails where the resident memory grows by more than 5 % after the first hundredth. Takes the library as `make library`
# built it.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
make --silent -C "$root" install-library PREFIX="$folder"
export PKG_CONFIG_PATH=$folder/lib/pkgconfig LD_LIBRARY_PATH=$folder/lib
cc -std=c11 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror "$root/Tests/Memory/memory.c" \
  $(pkg-config --cflags --libs quadless) -pthread -o "$folder/memory"
"$folder/memory" "${1:-100000}" "${2:-8}" "$root"/Shaders/*.frag
