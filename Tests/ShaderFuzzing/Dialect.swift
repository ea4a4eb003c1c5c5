/// A version of GLSL that programs are written in.
public struct Dialect: Hashable, Sendable, CustomStringConvertible {
  /// The number after `#version`.
  var version: Int
  /// Whether it is that of OpenGL ES.
  var isES = false
  /// Whether it follows Vulkan's rules.
  var isVulkan = false

  /// How it is called in tables.
  public var description: String { "\(version)\(isES ? " es" : "")\(isVulkan ? " Vulkan" : "")" }

  static let vulkan = Dialect(version: 450, isVulkan: true)

  /// Those that programs are drawn from, those with most to them more often.
  static let drawn: [Dialect] =
    [Dialect](repeating: vulkan, count: 6)
    + [Dialect](repeating: Dialect(version: 450), count: 3)
    + [
      Dialect(version: 460, isVulkan: true), Dialect(version: 100, isES: true), Dialect(version: 110),
      Dialect(version: 120), Dialect(version: 130), Dialect(version: 140),
      Dialect(version: 150),
      Dialect(version: 330), Dialect(version: 400),
      Dialect(version: 300, isES: true), Dialect(version: 310, isES: true), Dialect(version: 320, isES: true),
      Dialect(version: 320, isES: true),
    ]

  /// Before integers became whole numbers of 32 bits: no bits, switches, unsigned numbers, hyperbolic functions.
  var isLegacy: Bool { version < 130 }
  /// Whether arrays are values, and matrices may be rectangular.
  var hasArrayValues: Bool { version >= 120 }
  /// The words of an interface before `in` and `out`, and the colour's name.
  var input: String { isLegacy ? "varying" : "in" }
  var color: String { isLegacy ? "gl_FragColor" : "color" }
  /// What ends the names of functions that choose the level of detail.
  var levelSuffix: String { isES ? "EXT" : "" }
  var gradientSuffix: String { isES ? "EXT" : "ARB" }
  var hasDouble: Bool { !isES && version >= 400 }
  var hasHalf: Bool { isVulkan }
  var hasLegacyPacking: Bool { isES ? version >= 300 : version >= 420 }
  /// packUnorm4x8 and its like.
  var hasPacking4x8: Bool { isES ? version >= 310 : version >= 400 }
  /// bitfieldExtract, findMSB, umulExtended, frexp, ldexp.
  var hasBitFields: Bool { isES ? version >= 310 : version >= 400 }
  var hasFma: Bool { isES ? version >= 320 : version >= 400 }
  var hasInterpolation: Bool { isES ? version >= 320 : version >= 400 }
  var hasSampleInputs: Bool { isES ? version >= 320 : version >= 400 }
  var hasDerivativeControl: Bool { !isES && version >= 450 }
  var hasQueryLod: Bool { !isES && version >= 400 }
  var hasGather: Bool { isES ? version >= 310 : version >= 400 }
  var hasCubeArrays: Bool { isES ? version >= 320 : version >= 400 }
  var hasStorage: Bool { isES ? version >= 310 : version >= 430 }
  /// Whether inputs and outputs may have locations of their own.
  var hasInputLocations: Bool { isES ? version >= 310 : version >= 410 }
  var hasPrecise: Bool { isES ? version >= 320 : version >= 400 }
  /// Whether inputs may be grouped.
  var hasInputBlocks: Bool { version >= 320 }
  /// Uniform blocks, and textures that are rectangles or buffers.
  var hasBlocks: Bool { version >= 140 }
  /// Inverse matrices, and textures of several samples.
  var hasInverse: Bool { version >= 150 }
  /// Textures of one dimension, rectangles, noperspective, and clip distances.
  var isDesktop: Bool { !isES }
  /// Samples that say whether their texels are in memory.
  var hasSparse: Bool { !isES && version >= 450 }
  var hasDemote: Bool { isVulkan }

  /// The first lines of a program.
  func head(hasHalf: Bool, hasSparse: Bool, hasReferences: Bool) -> String {
    var lines = ["#version \(version)\(isES && !isLegacy ? " es" : "")"]
    if isLegacy {
      lines +=
        isES
        ? ["GL_OES_standard_derivatives", "GL_EXT_shader_texture_lod"].map { "#extension \($0) : enable" }
        : ["#extension GL_ARB_shader_texture_lod : enable"]
    }
    if isVulkan {
      if hasHalf { lines.append("#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable") }
      lines.append("#extension GL_EXT_demote_to_helper_invocation : enable")
    }
    if hasReferences { lines.append("#extension GL_EXT_buffer_reference : enable") }
    if hasSparse { lines.append("#extension GL_ARB_sparse_texture2 : enable") }
    if isES {
      lines += ["precision highp float;", "precision highp int;"]
    }
    if isES, !isLegacy {
      lines += [
        "sampler3D", "sampler2DShadow", "samplerCubeShadow", "sampler2DArray", "sampler2DArrayShadow",
      ].map {
        "precision highp \($0);"
      }
      if version >= 320 {
        lines += ["precision highp samplerCubeArray;", "precision highp samplerCubeArrayShadow;"]
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
