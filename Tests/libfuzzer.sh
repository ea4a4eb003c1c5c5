#!/bin/bash
# Fuzzes a target of Tests/FuzzTargets for some seconds and lists what was found.
#
#   libfuzzer.sh PROGRAM TARGET SECONDS FOLDER [libFuzzer's options]
#
# FOLDER/TARGET keeps the corpus from run to run; a later run goes on where this one ends. What was found is in
# FOLDER/TARGET/found: put it, made smaller by -minimize_crash=1, into Tests/HostileInputs/TARGET, where `make test`
# replays it.
set -eu
program=$(realpath "$1") target=$2 seconds=$3 folder=$4
shift 4
root=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$folder/$target/corpus" "$folder/$target/found"
cd "$folder/$target"

export QUADLESS_FUZZ_TARGET=$target
# Swift keeps tags in pointers, so that leaks are looked for by `make test-memory` instead. Debian's C++ libraries do
# not tell the sanitizer how full their vectors are.
export ASAN_OPTIONS=detect_leaks=0:detect_container_overflow=0:allocator_may_return_null=1
ASAN_OPTIONS+=:external_symbolizer_path=$(dirname "$(readlink -f "$(command -v swiftc)")")/llvm-symbolizer
# As deep as the command's own threads.
ulimit -s 262144
"$program" --seeds seeds

dictionary=$root/HostileInputs/$target.dict
test ! -f "$dictionary" || set -- -dict="$dictionary" "$@"
status=0
nice "$program" -fork=1 -ignore_crashes=1 -ignore_timeouts=1 -ignore_ooms=1 -timeout=60 -rss_limit_mb=4096 \
  -malloc_limit_mb=2048 -max_len=16384 -max_total_time="$seconds" -artifact_prefix=found/ "$@" corpus seeds \
  >log 2>&1 || status=$?
grep '^#' log | tail -n 1
for file in found/*; do
  test -f "$file" || continue
  status=1
  echo "$folder/$target/$file:"
  # The first words of the report, and the innermost frames that are no sanitizer's.
  { timeout 120 "$program" -timeout=60 "$file" 2>&1 || true; } \
    | grep -aE '^FINDING|^Fatal error|ERROR: (AddressSanitizer|libFuzzer)|^ +#[0-9]+ .* in ' \
    | grep -avE 'compiler-rt|sysdeps|libc.so|nptl' | head -n 8 | cut -c 1-200
done
exit $status
