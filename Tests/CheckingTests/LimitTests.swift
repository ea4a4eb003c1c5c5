import Foundation
import Rasterizer
import SPIRV
import Testing

@testable import Checking

/// A shader that means harm when it is run.
@Suite struct LimitTests {
  private static let head = """
    #version 450
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;

    """

  /// Three loops in each other, each within the limit of iterations; and forty functions that call the one before twice.
  static let endless: [String] = [
    head + """
      void main() {
        float x = uv.x;
        for (int i = 0; i < 60000; i++)
          for (int j = 0; j < 60000; j++)
            for (int k = 0; k < 60000; k++) x = sin(x) + 1e-9;
        color = vec4(fwidth(uv.x + x));
      }
      """,
    head + "float f0(float x) { return sin(x) + 1.0; }\n"
      + (1...40).map { "float f\($0)(float x) { return f\($0 - 1)(x) + f\($0 - 1)(x * 1.01); }\n" }.joined()
      + "void main() { color = vec4(fwidth(f40(uv.x))); }\n",
  ]

  @Test(arguments: endless, [["check"], ["render", "-o", "out.png"]])
  func endlessShadersEnd(shader: String, command: [String]) throws {
    let folder = try Folder()
    let path = try folder.write("endless.frag", shader)
    let output = folder.path("out.png")
    let arguments = command.map { $0 == "out.png" ? output : $0 }
    let result = try Command.run(arguments + [path, "--timeout", "2", "--size", "32x32"])
    #expect(result.status == 1)
    #expect(
      result.errors == "\(path): error: it takes longer than 2.0 seconds (--timeout)\n", "\(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  /// The engine itself stops, in the midst of a tile: the deadline is long past, the loops are far from done.
  @Test func interruptionEndsLoops() throws {
    var options = CheckOptions()
    options.deadline = Deadline(after: .milliseconds(100))
    let subject = try EngineTests.subject(Self.endless[0])
    let start = ContinuousClock.now
    #expect(throws: CheckError.self) { try Checking.check(subject, on: TestStage(), options: options) }
    #expect(ContinuousClock.now - start < .seconds(60))
  }

  /// What takes more memory than there is.
  @Test(arguments: [
    ("uniform B { float a[50000000]; };", "a[int(uv.x)]", "'B' has more than 268435456 bytes"),
    ("uniform B { float a[500000000]; };", "a[int(uv.x)]", "a resource of more than 4 GiB"),
    ("uniform B { mat4 a[65536][65536][65536]; };", "a[int(uv.x)][0][0][0].x", "array"),
    ("uniform sampler2D t[1000000];", "texture(t[3], uv).x", "more than 4096 elements"),
  ])
  func hugeResourcesAreRefused(declaration: String, use: String, says: String) throws {
    let folder = try Folder()
    let path = try folder.write(
      "huge.frag",
      "\(Self.head)layout(binding = 0) \(declaration)\nvoid main() { color = vec4(fwidth(uv.x) + \(use)); }\n"
    )
    let result = try Command.run(["check", path, "--size", "8x8"])
    #expect(result.status == 1, "\(result.text)")
    #expect(result.errors.contains(says), "\(result.errors)")
    #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
  }

  @Test func memoryIsLimited() throws {
    let folder = try Folder()
    let path = try folder.write("a.frag", Self.head + "void main() { color = vec4(fwidth(uv.x)); }\n")
    let output = folder.path("out.png")
    let result = try Command.run([
      "render", path, "-o", output, "--size", "16384x16384", "--max-memory", "500",
    ])
    #expect(result.status == 1)
    #expect(result.errors == "\(path): error: the command uses more than 500 MiB of memory (--max-memory)\n")
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test(arguments: ["100000x100000", "0x5", "16384x16385"]) func sizesAreLimited(size: String) throws {
    #expect(try Command.run(["render", "a.frag", "-o", "b.png", "--size", size]).status == 2)
  }

  /// A scene that names a picture outside its folder.
  @Test func picturesOutsideAreNotRead() throws {
    let (folder, other) = (try Folder(), try Folder())
    let path = try folder.write(
      "a.frag",
      "\(Self.head)layout(binding = 0) uniform sampler2D t;\nvoid main() { color = texture(t, uv); }\n")
    let picture = other.path("secret.png")
    try Data(try Picture(width: 2, height: 2).png()).write(to: URL(fileURLWithPath: picture))
    try folder.write("a.scene.yaml", "size: 8\ntextures: { t: \(picture) }\n")
    let result = try Command.run(["check", path])
    #expect(result.status == 1)
    #expect(result.errors.contains("outside the shader's folder"), "\(result.errors)")
    let told = try Command.run(["check", path, "--allow-outside-files"])
    #expect(told.status == 0, "\(told.errors)")
  }
}
