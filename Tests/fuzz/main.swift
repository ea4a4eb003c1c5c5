import Foundation
import ShaderFuzzing

let first = UInt64(CommandLine.arguments[1]) ?? 1
let count = UInt64(CommandLine.arguments[2]) ?? 1
let start = ContinuousClock.now
for seed in first..<(first + count) {
  let program = Fuzzer.program(seed: seed)
  if count == 1 { print(program.text) }
  do {
    let j = try Judge(turn: Int(seed)).judge(program.text)
    print(seed, "sites", j.sites.count, j.verdicts.map(\.rawValue))
  } catch {
    print("seed \(seed): \(error)")
  }
}
print(ContinuousClock.now - start)
