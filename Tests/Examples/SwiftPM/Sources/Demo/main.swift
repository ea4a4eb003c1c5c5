import Foundation

// The converted shaders are resources of the target: prints how long they are.
for name in ["plain.frag", "rings.frag", "stripes.frag"] {
  let url = Bundle.module.url(forResource: name, withExtension: "spv")
  print("\(name).spv", try url.map { try Data(contentsOf: $0).count } ?? 0)
}
