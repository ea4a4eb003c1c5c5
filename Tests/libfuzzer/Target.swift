import Foundation
import FuzzTargets

/// The target of the environment.
let target: FuzzTarget = {
  let name = ProcessInfo.processInfo.environment["QUADLESS_FUZZ_TARGET"] ?? ""
  if let target = FuzzTarget(rawValue: name) { return target }
  let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
  FileHandle.standardError.write(Data("QUADLESS_FUZZ_TARGET is to be one of \(names)\n".utf8))
  exit(2)
}()

/// Runs the target; a finding ends the process as a crash does, which is how libFuzzer learns of it.
func check(_ bytes: [UInt8]) {
  do throws(Finding) {
    try target.run(bytes)
  } catch {
    FileHandle.standardError.write(Data("FINDING: \(error)\n".utf8))
    abort()
  }
}
