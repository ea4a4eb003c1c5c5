#!/usr/bin/env bash
# Converts a list of shaders, as `quadless --batch` takes it, on a cluster: submit.sh LIST CHUNKS [SIZE=500] [OPTION...]
# Each SIZE lines become a file in the folder CHUNKS and a task of one job array. Options are sbatch's. Paths are relative
# to the working directory, which all nodes must share, and so must be quadless, of one version.
# Returns when all is done; its status is that of the worst task.
set -euo pipefail
list=$1
chunks=$2
size=${3:-500}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$chunks"
split --lines="$size" --numeric-suffixes --suffix-length=4 "$list" "$chunks/"
count=$(find "$chunks" -name '[0-9]*' -type f | wc -l)
export CHUNKS=$chunks
exec sbatch --wait --array="0-$((count - 1))" --chdir="$PWD" --output="$chunks/log-%a" "${@:4}" "$here/chunk.sbatch"
