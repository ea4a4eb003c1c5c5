/// The C header of a shader compiled to native code.
struct CHeader {
  let plan: NativePlan
  let source: String
  let version: String
  let processor: String

  private var name: String { plan.functionName }
  private var upperName: String { name.uppercased() }

  /// The whole text.
  var text: String {
    """
    \(introduction)
    #ifndef \(upperName)_SHADER_H
    #define \(upperName)_SHADER_H

    #include <stddef.h>
    #include <stdint.h>

    #ifdef __cplusplus
    extern "C" {
    #endif

    \(textures)\(structures)\(constants)
    \(prototype)

    \(assertions)
    #ifdef __cplusplus
    }
    #endif

    #endif

    """
  }

  // MARK: Comments

  private var introduction: String {
    """
    // \(name): a fragment shader as a function of C. Written by \(version) from \(source); do not edit.
    //
    // The function is re-entrant and has no state: it may be called from many threads at once. Its pointers must be
    // aligned as C aligns the structures, all of each structure must be there, and what they point to must not overlap.
    // \(lanesText)
    // The code is for \(processor). \(librariesText)
    """
  }

  private var lanesText: String {
    guard plan.lanes > 1 else { return "One call shades one point: numbers are plain members." }
    return """
      One call shades \(plan.lanes) points, the lanes: numbers are arrays whose last index is the lane, so that vec2 uv
      // is float uv[2][\(plan.lanes)]. Lanes need not be neighbours: nothing passes between them.
      """
  }

  private var librariesText: String {
    "It may call memcpy, memset and, where the shader computes in double precision, libmvec and libm (-lmvec -lm)."
  }

  // MARK: Textures

  private var textures: String {
    guard !plan.textures.isEmpty else { return "" }
    let members = plan.textures.map { texture in
      "  /* \(texture.comment) */\n  QuadlessTexture \(texture.name);\n"
    }
    let numbers = plan.textures.enumerated().map { number, texture in
      "  \(name)_TEXTURE_\(texture.name) = \(number)"
    }
    return """
      // The same in the headers of all shaders: what a shader asks of its textures.
      #ifndef QUADLESS_TEXEL_H
      #define QUADLESS_TEXEL_H

      \(TexelABI.text)
      /// Who answers what is asked of one texture: a function, and what it is handed first.
      typedef struct QuadlessTexture {
        QuadlessTexelCallback texel;
        void *context;
      } QuadlessTexture;

      #endif

      /// Who answers what the shader asks of its textures. Called once for all lanes in the request's mask; requests name
      /// images and samplers by these numbers.
      typedef struct \(name)_textures {
      \(members.joined())} \(name)_textures;

      enum {
      \(numbers.joined(separator: ",\n"))
      };


      """
  }

  // MARK: Structures

  private var structures: String {
    let blocks = plan.blocks.filter { !$0.members.isEmpty }.map { block in
      structure(block.typeName, block.comment, block.members)
    }
    let arguments = plan.parameters.filter { $0.name != "textures" }.map { argument in
      structure("\(name)_\(argument.name)", argument.comment, argument.members)
    }
    return (blocks + arguments).joined()
  }

  private func structure(_ typeName: String, _ comment: String, _ members: [CMember]) -> String {
    "\(documentation(comment))typedef struct \(typeName) {\n\(lines(members, indent: "  "))} \(typeName);\n\n"
  }

  /// A comment in lines of at most 118 characters.
  private func documentation(_ comment: String) -> String {
    var lines: [String] = []
    var line = "///"
    for word in comment.split(separator: " ") {
      if line.count + 1 + word.count > 118 {
        lines.append(line)
        line = "///"
      }
      line += " " + word
    }
    return comment.isEmpty ? "" : (lines + [line]).map { $0 + "\n" }.joined()
  }

  private func lines(_ members: [CMember], indent: String) -> String {
    members.map { member in
      let comment = member.comment.isEmpty ? "" : "  /* \(member.comment) */"
      return "\(indent)\(declaration(member.name, member.type, indent: indent));\(comment)\n"
    }.joined()
  }

  private func declaration(_ name: String, _ type: CType, indent: String) -> String {
    var dimensions = ""
    var base = type
    while case .array(let element, let count) = base {
      dimensions += "[\(count)]"
      base = element
    }
    switch base {
    case .scalar(let spelling, _): return "\(spelling) \(name)\(dimensions)"
    case .pointer(let pointee): return "\(pointee) *\(name)\(dimensions)"
    case .structure(let members):
      return "struct {\n\(lines(members, indent: indent + "  "))\(indent)} \(name)\(dimensions)"
    case .array: return ""
    }
  }

  // MARK: The function

  private var constants: String {
    """
    enum {
      /// The points shaded by one call.
      \(name)_LANES = \(plan.lanes)
    };

    /// The bit of the result that says that a loop was ended because it ran too long.
    #define \(name)_LOOP_LIMIT UINT32_C(0x80000000)

    """
  }

  private var prototype: String {
    var parameters = plan.parameters.map { argument in
      "\(argument.name == "outputs" ? "" : "const ")\(name)_\(argument.name) *\(argument.name)"
    }
    if plan.lanes > 1 { parameters.append("uint32_t executing") }
    let list = parameters.isEmpty ? "void" : parameters.joined(separator: ", ")
    let lanes =
      plan.lanes == 1
      ? """
      /// Shades a point. Returns 1 where its outputs count, 0 where it was discarded; with \(name)_LOOP_LIMIT where a loop
      /// was ended.
      """
      : """
      /// Shades the lanes whose bit in `executing` is on, lane 0 the lowest. Returns the lanes whose outputs count, which are
      /// those less what was discarded; with \(name)_LOOP_LIMIT where a loop was ended.
      """
    return "\(lanes)\nuint32_t \(name)(\(list));"
  }

  // MARK: Assertions

  /// Checks that the compiler lays the structures out as the code expects them.
  private var assertions: String {
    var lines: [String] = []
    func check(_ condition: String) {
      lines.append("QUADLESS_ASSERT(\(condition), \(name)_layout\(lines.count));")
    }
    func check(_ typeName: String, _ members: [CMember]) {
      for (member, offset) in zip(members, CType.offsets(of: members)) where !member.isPadding {
        check("offsetof(\(typeName), \(member.name)) == \(offset)")
      }
      check("sizeof(\(typeName)) == \(CType.structure(members).size)")
    }
    for block in plan.blocks where !block.members.isEmpty { check(block.typeName, block.members) }
    for argument in plan.parameters { check("\(name)_\(argument.name)", argument.members) }
    guard !lines.isEmpty else { return "" }
    return """
      #ifndef QUADLESS_ASSERT
      #if defined(__cplusplus)
      #define QUADLESS_ASSERT(condition, name) static_assert(condition, #name)
      #elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
      #define QUADLESS_ASSERT(condition, name) _Static_assert(condition, #name)
      #else
      #define QUADLESS_ASSERT(condition, name) typedef char name[(condition) ? 1 : -1]
      #endif
      #endif
      \(lines.joined(separator: "\n"))

      """
  }
}
