import Foundation
import Frontend
import Texturing

/// Writes small inputs for a target to begin with, made of the repository's own shaders, and those that were found.
public func writeSeeds(of target: FuzzTarget, to folder: URL) throws {
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  for (name, bytes) in try seeds(of: target) + HostileInputs.all(of: target) {
    try Data(bytes).write(to: folder.appendingPathComponent(name))
  }
}

/// The inputs that once were findings.
public enum HostileInputs {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The files of a target, by name.
  public static func all(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
    try files(in: root.appendingPathComponent("HostileInputs/\(target.rawValue)")) { _ in true }
  }

  /// The repository's shaders, and texts of tests.
  static func texts(_ suffix: String) throws -> [(name: String, bytes: [UInt8])] {
    let folders = ["../Shaders", "Legacy", "VulkanTests/Shaders", "LintSnippets"]
    return try folders.flatMap { folder in
      try files(in: root.appendingPathComponent(folder)) { $0.hasSuffix(suffix) }
    }
  }

  private static func files(
    in folder: URL, where isWanted: (String) -> Bool
  ) throws -> [(name: String, bytes: [UInt8])] {
    guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    return try names.filter(isWanted).map { name in
      (name, [UInt8](try Data(contentsOf: folder.appendingPathComponent(name))))
    }
  }
}

private func seeds(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
  switch target {
  case .spirv, .emission, .lowering: return try modules(atMost: 12_000)
  case .frontend:
    return try HostileInputs.texts(".frag").filter { $0.bytes.count < 4000 }.map { ($0.name, [0] + $0.bytes) }
  case .scene: return try HostileInputs.texts(".scene.yaml")
  case .image: return try images()
  case .abi:
    let texts = try HostileInputs.texts(".frag").filter { $0.bytes.count < 1500 }
    return try (texts + modules(atMost: 4_000)).enumerated().map { index, seed in
      (seed.name, [UInt8(index % 5), 0, 0, 0, 0, 0, 0, 0] + seed.bytes)
    }
  case .arguments:
    return [
      ("words", Array("-O --sites all -o 'a b.spv' \"c\\\"d\" e\\ f -I../x -DA=1 @g\n# note\n\n-- h\n".utf8))
    ]
  }
}

private func modules(atMost limit: Int) throws -> [(name: String, bytes: [UInt8])] {
  try HostileInputs.texts(".frag").compactMap { name, bytes in
    guard let source = try? Source(path: name, bytes: bytes),
      let shader = try? compile(source, options: CompileOptions(mapsIO: true))
    else { return nil }
    let words = shader.words.withUnsafeBytes { Array($0) }
    return words.count <= limit ? (name + ".spv", words) : nil
  }
}

/// Images of all channels and depths.
private func images() throws -> [(name: String, bytes: [UInt8])] {
  try (1...4).flatMap { channels in
    try (1...2).map { depth in
      let bytes = (0..<5 * 3 * channels * depth).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      let image = try ImageFile(width: 5, height: 3, channels: channels, bytesPerSample: depth, bytes: bytes)
      return ("\(channels)x\(8 * depth).png", try image.png())
    }
  }
}
