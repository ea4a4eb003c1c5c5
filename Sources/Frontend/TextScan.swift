/// What one cheap pass over a GLSL text, before any preprocessing, tells about it: its `#version`,
/// signs of the rules it is written under, and what glslang's tree does not keep.
///
/// The pass reads tokens, not grammar: a declaration made by a macro goes unseen, and one in a branch
/// of `#if` that is not taken is seen. Users of the results must allow for both.
struct TextScan {
  /// The arguments of `#version`.
  struct Version: Equatable {
    var number: Int
    var profile: String?
    var line: Int
  }

  /// How sure a sign is.
  enum Evidence: Int, Comparable {
    case none
    /// In a branch that asks for VULKAN, or not quite peculiar to Vulkan.
    case weak
    case strong

    static func < (a: Evidence, b: Evidence) -> Bool { a.rawValue < b.rawValue }
  }

  /// A piece of the text to replace, by one of the same length, so that lines and columns stay.
  struct Patch: Equatable {
    var offset: Int
    var replacement: StaticString

    static func == (a: Patch, b: Patch) -> Bool { a.offset == b.offset }
  }

  var version: Version?
  /// There is something besides blanks and comments.
  var hasTokens = false
  /// There is an `#include`.
  var hasInclude = false
  /// Signs of Vulkan's rules.
  var vulkan = Evidence.none
  /// Something that Vulkan's rules refuse: a loose uniform, an input without a location …
  var hasOpenGLOnlyDeclaration = false
  /// An input or output has a location.
  var hasLocatedInterface = false
  /// The behaviour last asked of an extension, by its name.
  var extensions: [String: String] = [:]
  /// The packings that declarations of a block name, by block name.
  var packings: [String: Set<InterfaceSymbol.Packing>] = [:]
  /// `layout(…) uniform;` or the like sets a packing for the blocks after it.
  var setsDefaultPacking = false
  /// It does so within an `#if`.
  var hasConditionalDefaultPacking = false
  /// Default precisions by type name.
  var precisions: [String: Precision] = [:]
  /// A default precision depends on an `#if`.
  var hasConditionalPrecision = false
  /// There is a sign of ESSL: a precision, or the macro `GL_ES`.
  var mentionsES = false
  /// `origin_upper_left` occurs.
  var mentionsOriginUpperLeft = false
  /// The functions that are defined at global scope.
  var functionNames: Set<String> = []
  /// The loose uniforms that are declared.
  var uniformNames: Set<String> = []
  /// The macros that are defined.
  var macroNames: Set<String> = []
  /// A word that only another stage's shaders use: the stage and the word's line.
  var otherStage: (stage: String, line: Int)?
  /// `shared` and `packed`, which glslang refuses for SPIR-V, to become `std140`.
  var packingPatches: [Patch] = []
  /// The ARB's include extension, which glslang 12 does not know, to become Google's.
  var extensionPatches: [Patch] = []

  /// Scans a text.
  init(_ bytes: [UInt8]) {
    self = bytes.withUnsafeBufferPointer { buffer in
      var scanner = Scanner(bytes: buffer, result: TextScan())
      scanner.run()
      return scanner.result
    }
  }

  /// Scans a text that was wrapped around one of which it is known whether it is another stage's.
  init(_ bytes: [UInt8], otherStage: (stage: String, line: Int)?) {
    self.init(bytes)
    self.otherStage = otherStage
  }

  private init() {}
}

extension [UInt8] {
  /// The text with pieces replaced.
  func applying(_ patches: [TextScan.Patch]) -> [UInt8] {
    var result = self
    for patch in patches {
      let length = patch.replacement.utf8CodeUnitCount
      patch.replacement.withUTF8Buffer {
        result.replaceSubrange(patch.offset..<(patch.offset + length), with: $0)
      }
    }
    return result
  }
}
