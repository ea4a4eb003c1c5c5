import Foundation
import FuzzTargets

// Runs a target under libFuzzer or, built without it, replays files.
//
//   QUADLESS_FUZZ_TARGET=spirv libfuzzer [libFuzzer's options] [folders or files]
//   QUADLESS_FUZZ_TARGET=spirv libfuzzer --seeds FOLDER

if CommandLine.arguments.dropFirst().first == "--seeds", CommandLine.arguments.count == 3 {
  try writeSeeds(of: target, to: URL(fileURLWithPath: CommandLine.arguments[2]))
  exit(0)
}

#if LIBFUZZER
  runLibFuzzer()
#else
  for path in CommandLine.arguments.dropFirst() {
    print(path)
    check([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
  }
#endif
