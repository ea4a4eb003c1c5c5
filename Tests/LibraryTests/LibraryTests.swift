import CQuadless
import Conversion
import Foundation
import Frontend
import QuadlessABI
import Synchronization
import Testing

/// The C interface, called as C calls it.
@Suite struct LibraryTests {
  private static let shader = """
    #version 450
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    layout(set = 0, binding = 0) uniform sampler2D paper;
    float soft(float x) { return x / fwidth(x); }
    void main() { color = texture(paper, uv * 2.0) * soft(uv.x) + vec4(fwidth(floor(uv.y))); }

    """

  /// What a call gave, copied out of it.
  struct Outcome: Equatable, Sendable {
    var status: quadless_status.RawValue = 0
    var bytes: [UInt8] = []
    var diagnostics: [String] = []
    var sites: [String] = []
    var siteList: String?
    var environment: String?
    var isUnchanged = false
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String? {
    pointer.map { String(cString: $0) }
  }

  /// Converts a text under options.
  private static func run(
    _ shader: String, path: String = "a.frag", _ choose: (inout quadless_options) -> Void = { _ in }
  ) -> Outcome {
    run(Array(shader.utf8), path: path, choose)
  }

  private static func run(
    _ bytes: [UInt8], path: String = "a.frag", _ choose: (inout quadless_options) -> Void = { _ in }
  ) -> Outcome {
    var options = quadless_options()
    quadless_options_init(&options, MemoryLayout<quadless_options>.size)
    choose(&options)
    var result: OpaquePointer?
    let status = bytes.withUnsafeBytes { quadless_convert(path, $0.baseAddress, $0.count, &options, &result) }
    defer { quadless_result_free(result) }
    return outcome(status, result)
  }

  private static func outcome(_ status: quadless_status, _ result: OpaquePointer?) -> Outcome {
    var outcome = Outcome(status: status.rawValue)
    let data = UnsafeRawBufferPointer(
      start: quadless_result_data(result), count: quadless_result_size(result))
    outcome.bytes = Array(data)
    for index in 0..<quadless_result_diagnostic_count(result) {
      var diagnostic = quadless_diagnostic()
      diagnostic.size = MemoryLayout<quadless_diagnostic>.size
      guard quadless_result_diagnostic(result, index, &diagnostic) == 1 else { continue }
      outcome.diagnostics.append(
        "\(diagnostic.severity.rawValue) \(text(diagnostic.file) ?? ""):\(diagnostic.line):\(diagnostic.column) "
          + (text(diagnostic.message) ?? ""))
    }
    for index in 0..<quadless_result_site_count(result) {
      var site = quadless_site()
      site.size = MemoryLayout<quadless_site>.size
      guard quadless_result_site(result, index, &site) == 1 else { continue }
      outcome.sites.append(
        "\(site.kind.rawValue) \(site.outcome.rawValue) \(text(site.name) ?? "") \(site.line) "
          + "\(text(site.function) ?? "") \(text(site.reason) ?? "-")")
    }
    outcome.siteList = text(quadless_result_site_list(result))
    outcome.environment = text(quadless_result_environment(result))
    outcome.isUnchanged = quadless_result_is_unchanged(result) == 1
    return outcome
  }

  @Test func givesWhatTheSwiftInterfaceGives() throws {
    let kinds: [(quadless_output_kind, OutputKind)] = [
      (QUADLESS_OUTPUT_SPIRV, .spv), (QUADLESS_OUTPUT_GLSL, .glsl), (QUADLESS_OUTPUT_SPIRV_ASSEMBLY, .spvasm),
      (QUADLESS_OUTPUT_MSL, .msl), (QUADLESS_OUTPUT_HLSL, .hlsl),
    ]
    for (kind, output) in kinds {
      var options = ConversionOptions()
      options.output = output
      let expected = try convert(Input(path: "a.frag", bytes: Array(Self.shader.utf8)), options: options)
      let actual = Self.run(Self.shader) { $0.output = kind }
      #expect(actual.status == QUADLESS_SUCCESS.rawValue)
      #expect(actual.bytes == expected.bytes)
      #expect(actual.siteList == expected.siteList(path: "a.frag"))
      #expect(actual.environment == expected.environment?.rawValue)
      #expect(actual.diagnostics.count == expected.diagnostics.count)
    }
  }

  @Test func sitesAndDiagnosticsAreValues() {
    let outcome = Self.run(Self.shader)
    let cut = "its operand is cut by floor at a.frag:6, which has no derivative"
    #expect(
      outcome.sites == [
        "3 2 texture 6 main -", "2 3 fwidth 6 main \(cut)", "2 0 fwidth 5 soft -",
      ])
    #expect(outcome.diagnostics == ["1 a.frag:6:0 'fwidth' stays a quad operation: \(cut)"])
  }

  @Test func errorsAreValues() {
    let wrong = Self.run("#version 450\nvoid main() { x; }\n")
    #expect(wrong.status == QUADLESS_ERROR_INPUT.rawValue && wrong.bytes.isEmpty)
    #expect(wrong.diagnostics.first?.hasPrefix("0 a.frag:2:15 ") == true, "\(wrong.diagnostics)")
    for bytes in [[], [0], [0x03, 0x02, 0x23, 0x07], [0xff, 0xfe, 0xc0]] as [[UInt8]] {
      let outcome = Self.run(bytes)
      #expect(outcome.status == QUADLESS_ERROR_INPUT.rawValue && outcome.diagnostics.count == 1)
    }
  }

  @Test func wrongCallsAreValues() {
    let names: [UnsafePointer<CChar>?] = [nil]
    let wrong: [(String, (inout quadless_options) -> Void)] = [
      ("target_env", { $0.target_env = staticText("direct3d") }),
      ("glsl_version", { $0.glsl_version = staticText("110") }),
      ("texture_derivative", { $0.texture_derivative = staticText("wrong") }),
      ("seeds", { $0.seeds = staticText("wrong") }),
      ("output", { $0.output = quadless_output_kind(rawValue: 99) }),
      ("on_cut", { $0.on_cut = quadless_cut_policy(rawValue: 99) }),
      ("sites", { $0.sites = quadless_site_selection(rawValue: 99) }),
      ("definitions", { $0.definition_count = 1 }),
      ("size", { $0.size = 3 }),
      ("fragment", { $0.fragment_width = 1000 }),
      ("functions", { $0.result_tangents = 1 }),
    ]
    for (word, choose) in wrong {
      let outcome = Self.run(Self.shader, choose)
      #expect(outcome.status == QUADLESS_ERROR_USAGE.rawValue && outcome.bytes.isEmpty, "\(word)")
      #expect(outcome.diagnostics.first?.contains(word) == true, "\(word): \(outcome.diagnostics)")
    }
    names.withUnsafeBufferPointer { names in
      let outcome = Self.run(Self.shader) {
        $0.functions = names.baseAddress
        $0.function_count = 1
      }
      #expect(outcome.diagnostics.first?.contains("functions[0] is NULL") == true)
    }
    var result: OpaquePointer?
    #expect(quadless_convert(nil, nil, 0, nil, &result) == QUADLESS_ERROR_USAGE)
    quadless_result_free(result)
    #expect(quadless_convert("a", nil, 5, nil, &result) == QUADLESS_ERROR_USAGE)
    quadless_result_free(result)
    #expect(quadless_convert("a", nil, 0, nil, nil) == QUADLESS_ERROR_USAGE)
    quadless_result_free(nil)
    #expect(quadless_result_data(nil) == nil && quadless_result_size(nil) == 0)
  }

  /// A caller of an older version hands in less, and asks for less.
  @Test func structsMayGrow() throws {
    struct Newer {
      var options = quadless_options()
      var added: UInt64 = 0
    }
    var newer = Newer()
    for (added, expected) in [(UInt64(0), QUADLESS_SUCCESS), (7, QUADLESS_ERROR_USAGE)] {
      newer.added = added
      newer.options.size = MemoryLayout<Newer>.size
      var result: OpaquePointer?
      let status = withUnsafeBytes(of: &newer) { bytes in
        Self.shader.withCString {
          quadless_convert(
            "a.frag", $0, Self.shader.utf8.count,
            bytes.baseAddress?.assumingMemoryBound(to: quadless_options.self), &result)
        }
      }
      #expect(status == expected)
      quadless_result_free(result)
    }
    // Options that end behind `output`: nothing after it is read.
    let end = (MemoryLayout<quadless_options>.offset(of: \.target_env) ?? 0)
    let older = Self.run(Self.shader) {
      $0.output = QUADLESS_OUTPUT_GLSL
      $0.size = end
      $0.target_env = staticText("not read")
    }
    #expect(older.status == QUADLESS_SUCCESS.rawValue && older.bytes.starts(with: Array("#version".utf8)))

    var result: OpaquePointer?
    _ = quadless_convert("a.frag", Self.shader, Self.shader.utf8.count, nil, &result)
    defer { quadless_result_free(result) }
    var site = quadless_site()
    site.size = MemoryLayout<quadless_site>.offset(of: \.file) ?? 0
    #expect(quadless_result_site(result, 0, &site) == 1)
    #expect(Self.text(site.name) == "texture" && site.file == nil)
    #expect(quadless_result_site(result, 99, &site) == 0)
    site.size = 0
    #expect(quadless_result_site(result, 0, &site) == 0)
  }

  @Test func includesComeFromMemory() {
    let text = Self.shader.replacing("float soft", with: "#include \"parts/soft.glsl\"\nfloat other")
    let found = Self.run(text) { options in
      options.include = { context, request, answer in
        guard let request, let answer, let name = request.pointee.name else { return QUADLESS_INCLUDE_FAILED }
        if strcmp(name, "parts/soft.glsl") == 0 {
          answer.pointee.text = staticText("#include \"inner.glsl\"\n")
          answer.pointee.length = 22
        } else if strcmp(request.pointee.includer, "parts/soft.glsl") == 0, request.pointee.depth == 2 {
          answer.pointee.path = staticText("memory:inner")
          answer.pointee.text = staticText("float soft(float x) {\n  return fwidth(x * x);\n}\n")
          answer.pointee.length = strlen(answer.pointee.text)
        } else {
          return QUADLESS_INCLUDE_MISSING
        }
        return QUADLESS_INCLUDE_FOUND
      }
    }
    #expect(found.status == QUADLESS_SUCCESS.rawValue, "\(found.diagnostics)")
    #expect(found.siteList?.contains("memory:inner:2: fwidth in soft") == true)
    let missing = Self.run(text) { $0.include = { _, _, _ in QUADLESS_INCLUDE_MISSING } }
    #expect(
      missing.diagnostics.first?.contains("cannot find \"parts/soft.glsl\"") == true, "\(missing.diagnostics)"
    )
    let failing = Self.run(text) {
      $0.include = { _, _, answer in
        answer?.pointee.text = staticText("it is locked")
        answer?.pointee.length = 12
        return QUADLESS_INCLUDE_FAILED
      }
    }
    #expect(failing.diagnostics.first?.contains("it is locked") == true)
    let elsewhere = Self.run(text) { $0.include = { _, _, _ in QUADLESS_INCLUDE_DIRECTORIES } }
    #expect(elsewhere.diagnostics.first?.contains("include directories: none") == true)
  }

  @Test func functionsAreWritten() throws {
    let names = [staticText("soft")].map { Optional($0) }
    let outcome = names.withUnsafeBufferPointer { names in
      Self.run(Self.shader) {
        $0.output = QUADLESS_OUTPUT_GLSL
        $0.functions = names.baseAddress
        $0.function_count = 1
      }
    }
    #expect(
      String(decoding: outcome.bytes, as: UTF8.self).contains("float soft_d(float x, float x_dx, float x_dy)")
    )
  }

  @Test func seedsAreToldOf() {
    var options = quadless_options()
    quadless_options_init(&options, MemoryLayout<quadless_options>.size)
    options.seeds = staticText("explicit")
    options.on_cut = QUADLESS_CUT_ZERO
    var result: OpaquePointer?
    #expect(
      quadless_convert("a.frag", Self.shader, Self.shader.utf8.count, &options, &result) == QUADLESS_SUCCESS)
    defer { quadless_result_free(result) }
    let seeds = (0..<quadless_result_seed_count(result)).map { index in
      var seed = quadless_seed()
      seed.size = MemoryLayout<quadless_seed>.size
      #expect(quadless_result_seed(result, index, &seed) == 1)
      return "\(Self.text(seed.name) ?? "") \(seed.is_along_y) \(Self.text(seed.declaration) ?? "")"
    }
    #expect(
      seeds == [
        "uv_dx 0 layout(location = 1) in vec2 uv_dx;", "uv_dy 1 layout(location = 2) in vec2 uv_dy;",
      ])
  }

  /// SPIR-V goes in as it comes out.
  @Test func modulesGoIn() {
    let module = Self.run(Self.shader)
    let again = Self.run(module.bytes, path: "a.spv") { $0.output = QUADLESS_OUTPUT_GLSL }
    #expect(again.status == QUADLESS_SUCCESS.rawValue && again.bytes.starts(with: Array("#version".utf8)))
  }

  @Test func threadsDoNotDisturbOneAnother() {
    let shaders = (0..<8).map { Self.shader.replacing("2.0", with: "\($0).0") }
    let kinds = [QUADLESS_OUTPUT_SPIRV, QUADLESS_OUTPUT_GLSL]
    let expected = shaders.map { shader in kinds.map { kind in Self.run(shader) { $0.output = kind } } }
    let wrong = Mutex<[String]>([])
    let threads = (0..<8).map { number in
      Thread {
        for round in 0..<6 {
          let shader = (number + round) % shaders.count
          for (position, kind) in kinds.enumerated()
          where Self.run(shaders[shader], { $0.output = kind }) != expected[shader][position] {
            wrong.withLock { $0.append("thread \(number), round \(round)") }
          }
        }
      }
    }
    for thread in threads { thread.start() }
    while !threads.allSatisfy(\.isFinished) { usleep(2000) }
    #expect(wrong.withLock { $0 } == [])
  }

  /// The include callback may convert, too.
  @Test func conversionsMayNest() {
    let text = Self.shader.replacing("float soft", with: "#include \"x\"\nfloat soft")
    let outcome = Self.run(text) {
      $0.include = { _, _, answer in
        var result: OpaquePointer?
        let inner = "#version 450\nvoid main() {}\n"
        _ = quadless_convert("inner.frag", inner, inner.utf8.count, nil, &result)
        quadless_result_free(result)
        answer?.pointee.text = staticText("")
        return QUADLESS_INCLUDE_FOUND
      }
    }
    #expect(outcome.status == QUADLESS_SUCCESS.rawValue, "\(outcome.diagnostics)")
  }

  @Test func versionsAgree() {
    let header = "\(QUADLESS_VERSION_MAJOR).\(QUADLESS_VERSION_MINOR).\(QUADLESS_VERSION_PATCH)"
    #expect(header == Versions.quadless)
    #expect(Self.text(quadless_version())?.hasPrefix("quadless \(header)\n") == true)
  }

  /// Each limit is an option, and says what it is.
  @Test func limitsAreOptions() {
    let refused = QUADLESS_ERROR_INPUT.rawValue
    let cases: [((inout quadless_options) -> Void, String)] = [
      ({ $0.max_input_size = 100 }, "100 bytes"), ({ $0.max_nesting = 2 }, "2 levels"),
      ({ $0.max_ids = 20 }, "20 ids"), ({ $0.max_instructions = 50 }, "50 instructions"),
    ]
    for (choose, says) in cases {
      let outcome = Self.run(Self.shader, choose)
      #expect(outcome.status == refused && outcome.bytes.isEmpty)
      #expect(
        outcome.diagnostics.count == 1 && outcome.diagnostics[0].contains(says), "\(outcome.diagnostics)")
    }
    let deep = String(repeating: "(", count: 100_000) + "1.0" + String(repeating: ")", count: 100_000)
    let outcome = Self.run("#version 450\nvoid main() { float x = \(deep); }\n")
    #expect(outcome.status == refused && outcome.diagnostics.first?.contains("1000 levels") == true)
  }

  /// Includes stay below the folder of the path, unless the options say otherwise.
  @Test func outsideFilesNeedAnOption() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "quadless-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("float f() { return 1.0; }\n".utf8).write(to: folder.appending(path: "f.glsl"))
    let text = "#version 450\n#include \"../f.glsl\"\nvoid main() { float x = f(); }\n"
    let inner = folder.appending(path: "in")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    let path = inner.appending(path: "a.frag").path
    #expect(Self.run(text, path: path).status == QUADLESS_ERROR_INPUT.rawValue)
    #expect(Self.run(text, path: path) { $0.allow_outside_files = 1 }.status == QUADLESS_SUCCESS.rawValue)
  }

  /// Deep expressions need a deep stack, whoever calls.
  @Test func deepExpressionsDoNotOverflow() {
    let sum = Array(repeating: "uv.x", count: 6000).joined(separator: " + ")
    let outcome = Self.run(
      "#version 450\nlayout(location = 0) in vec2 uv;\nlayout(location = 0) out vec4 color;\n"
        + "void main() { color = vec4(fwidth(\(sum))); }\n"
    ) { $0.output = QUADLESS_OUTPUT_GLSL }
    #expect(outcome.status == QUADLESS_SUCCESS.rawValue, "\(outcome.diagnostics.first?.prefix(300) ?? "")")
  }
}

/// A text that lives as long as the process.
private func staticText(_ text: String) -> UnsafePointer<CChar> {
  staticTexts.withLock { texts in
    if let known = texts[text] { return known }
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: text.utf8.count + 1)
    _ = copy.initialize(from: text.utf8.map { CChar(bitPattern: $0) } + [0])
    let new = StaticText(pointer: UnsafePointer(copy.baseAddress.unsafelyUnwrapped))
    texts[text] = new
    return new
  }.pointer
}

private struct StaticText: @unchecked Sendable {
  let pointer: UnsafePointer<CChar>
}

/// The texts so far; held here, they are no leaks.
private let staticTexts = Mutex<[String: StaticText]>([:])
