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
# One process as long as nothing is found: those of -fork begin with a second, in which on a busy machine glslang's tables
# are not even made. Only a unit that reaches the limit of time is a finding: the clock counts what other programs take, too.
status=0 executed=0 since=0 begin=$SECONDS last=$SECONDS
while left=$((begin + seconds - SECONDS)) && test "$left" -gt 0; do
  found=0
  nice "$program" -timeout=60 -report_slow_units=86400 -rss_limit_mb=4096 -malloc_limit_mb=2048 -max_len=16384 \
    -max_total_time="$((left < 600 ? left : 600))" -print_final_stats=1 -artifact_prefix=found/ "$@" corpus seeds \
    >log 2>&1 || found=1
  units=$(sed -n 's/^stat::number_of_executed_units: *//p' log | tail -n 1)
  executed=$((executed + ${units:-0})) since=$((since + ${units:-0}))
  test $found = 0 || status=1 since=0 last=$SECONDS
done
echo "$executed executions in $((SECONDS - begin)) s; $since in $((SECONDS - last)) s since the last finding"
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
