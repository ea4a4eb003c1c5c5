#!/bin/bash
# Runs all tests under sanitizers: sanitize.sh [address|thread ...] [-- FILTER]
#
# With `address` our C and C++ are checked for undefined behaviour, too; Swift, for which there is no such sanitizer here,
# traps by itself. What is instrumented is Swift code and our C and C++. LLVM, glslang, SPIRV-Tools, SPIRV-Cross and
# libpng are Debian's and are not, nor is the code that LLVM makes of shaders; their calls of malloc, free, memcpy and of
# threads are seen all the same. Suppressions are in Tests/Sanitizers, each with its reason, and what tells
# ThreadSanitizer of the order that a Mutex makes.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
kinds=() filter=.
while test $# -gt 0; do
  if test "$1" = --; then
    filter=$2
    break
  fi
  kinds+=("$1")
  shift
done
test ${#kinds[@]} -gt 0 || kinds=(address thread)
toolchain=$(dirname "$(readlink -f "$(command -v swiftc)")")
symbolizer=external_symbolizer_path=$toolchain/llvm-symbolizer
for kind in "${kinds[@]}"; do
  scratch=.build-$kind
  # gold cannot link programs with sanitizers.
  options=(--sanitize="$kind" --scratch-path "$scratch" --disable-build-manifest-caching -Xswiftc -use-ld=lld)
  if test "$kind" = address; then
    options+=(-Xcc -fsanitize=undefined -Xcc -fno-sanitize=vptr,function)
  fi
  swift build --build-tests "${options[@]}"
  # Reports go to files, for tests run commands, too, whose standard error they take.
  rm -rf "$scratch/reports"
  mkdir "$scratch/reports"
  common=log_path=$root/$scratch/reports/report:exitcode=99:$symbolizer
  # Debian's C++ libraries do not tell the sanitizer how full their vectors are.
  export ASAN_OPTIONS=$common:detect_leaks=1:detect_container_overflow=0
  export LSAN_OPTIONS=suppressions=$root/Tests/Sanitizers/leak.supp:print_suppressions=0
  export TSAN_OPTIONS=$common
  export UBSAN_OPTIONS=$common:halt_on_error=1:print_stacktrace=1
  preload=
  if test "$kind" = thread; then
    preload=$root/$scratch/mutex.so
    # The calling convention is Swift's, which GCC does not know.
    "$toolchain/clang" -shared -fPIC -O1 -Wall -Werror Tests/Sanitizers/mutex.c -o "$preload"
    swiftc -sanitize=thread -swift-version 6 -parse-as-library -use-ld=lld Tests/Sanitizers/mutex.swift \
      -o "$scratch/mutex"
    trial=(env -u TSAN_OPTIONS -u UBSAN_OPTIONS LD_PRELOAD="$preload" "$scratch/mutex")
    "${trial[@]}" mutex
    if "${trial[@]}" bare 2>/dev/null; then
      echo "ThreadSanitizer does not see a race" >&2
      exit 1
    fi
  fi
  status=0
  LD_PRELOAD=$preload swift test --skip-build "${options[@]}" --filter "$filter" --skip VulkanTests || status=$?
  # The Khronos validation layer loses 27 KB a process: nothing is lost where it is not loaded.
  LD_PRELOAD=$preload ASAN_OPTIONS=${ASAN_OPTIONS/detect_leaks=1/detect_leaks=0} \
    swift test --skip-build "${options[@]}" --filter "(?=.*VulkanTests)(?=.*($filter))" || status=$?
  # Where a function does not return AddressSanitizer leaves stacks of more than 64 MiB as they are, and says so.
  for report in "$scratch"/reports/*; do
    grep -qsE 'ERROR: |WARNING: ThreadSanitizer|runtime error: ' "$report" || rm -f "$report"
  done
  if compgen -G "$scratch/reports/*" >/dev/null; then
    head -n 30 "$scratch"/reports/*
    status=1
  fi
  test $status = 0 || exit $status
  echo "$kind: no report"
done
