/// A type of C, laid out as the 64-bit ABIs of Linux do: what a generated header declares, and where compiled code
/// finds it.
indirect enum CType: Hashable, Sendable {
  /// A scalar by its name in C.
  case scalar(String, bytes: Int)
  /// A pointer to a type by its name in C, `const` included.
  case pointer(String)
  /// Elements side by side.
  case array(CType, count: Int)
  /// A structure.
  case structure([CMember])

  var size: Int {
    switch self {
    case .scalar(_, let bytes): bytes
    case .pointer: 8
    case .array(let element, let count): element.size * count
    case .structure(let members): Self.roundedUp(Self.end(of: members), to: alignment)
    }
  }

  var alignment: Int {
    switch self {
    case .scalar(_, let bytes): bytes
    case .pointer: 8
    case .array(let element, _): element.alignment
    case .structure(let members): members.map(\.type.alignment).max() ?? 1
    }
  }

  /// The offsets of the scalars, in order.
  var scalarOffsets: [Int] {
    switch self {
    case .scalar, .pointer: return [0]
    case .array(let element, let count):
      let inner = element.scalarOffsets
      return (0..<count).flatMap { position in inner.map { $0 + position * element.size } }
    case .structure(let members):
      return zip(members, Self.offsets(of: members)).flatMap { member, offset in
        member.type.scalarOffsets.map { $0 + offset }
      }
    }
  }

  /// The offsets of a structure's members.
  static func offsets(of members: [CMember]) -> [Int] {
    var end = 0
    return members.map { member in
      let offset = roundedUp(end, to: member.type.alignment)
      end = offset + member.type.size
      return offset
    }
  }

  /// The end of the last of a structure's members.
  static func end(of members: [CMember]) -> Int {
    guard let last = members.last, let offset = offsets(of: members).last else { return 0 }
    return offset + last.type.size
  }

  static func roundedUp(_ size: Int, to alignment: Int) -> Int {
    (size + alignment - 1) / alignment * alignment
  }

  static func bytes(_ count: Int) -> CType { .array(.scalar("uint8_t", bytes: 1), count: count) }
}

/// A member of a structure of C.
struct CMember: Hashable, Sendable {
  var name: String
  var type: CType
  /// What the header says of it.
  var comment = ""
  var isPadding = false
}

extension ScalarKind {
  /// How a number of an input or output is handed over.
  var handedType: CType {
    switch self {
    case .float(64): .scalar("double", bytes: 8)
    case .float: .scalar("float", bytes: 4)
    case .int(64, let isSigned): .scalar(isSigned ? "int64_t" : "uint64_t", bytes: 8)
    case .int(_, let isSigned): .scalar(isSigned ? "int32_t" : "uint32_t", bytes: 4)
    case .bool: .scalar("uint32_t", bytes: 4)
    }
  }

  /// How it lies in a block; half floats as their bits.
  var storedType: CType {
    switch self {
    case .float(16): .scalar("uint16_t", bytes: 2)
    case .float(64): .scalar("double", bytes: 8)
    case .float: .scalar("float", bytes: 4)
    case .int(let width, let isSigned): .scalar("\(isSigned ? "" : "u")int\(width)_t", bytes: width / 8)
    case .bool: .scalar("uint32_t", bytes: 4)
    }
  }
}

extension CType {
  /// The type that lies as a block's layout says.
  ///
  /// - Parameter room: the bytes up to what follows, where that is known. What a type of C would overlap is declared
  ///   as bytes.
  init(_ layout: BlockLayout, room: Int? = nil) {
    switch layout {
    case .scalar(let kind): self = kind.storedType
    case .vector(let kind, let count): self = .array(kind.storedType, count: count)
    case .matrix(let kind, let columns, let rows, let stride, let isRowMajor):
      let scalar = kind.storedType
      let vector = CType.array(scalar, count: max(1, stride / scalar.size))
      self = .array(vector, count: isRowMajor ? rows : columns)
    case .array(let element, let count, let stride):
      self = .array(CType(element, stride: stride), count: max(1, count ?? 1))
    case .structure(let members): self = .structure(Self.members(members, size: nil))
    }
    // A matrix's or array's last padding may hold what follows, where offsets are given by hand.
    if let room, size > room { self = .bytes(min(layout.size, room)) }
  }

  /// An element of an array, as large as the stride.
  private init(_ element: BlockLayout, stride: Int) {
    switch element {
    case .scalar(let kind) where stride > kind.bytes, .vector(let kind, _):
      self = .array(kind.storedType, count: max(1, stride / kind.bytes))
    case .structure(let members): self = .structure(Self.members(members, size: stride))
    case .scalar, .matrix, .array:
      let type = CType(element)
      self =
        type.size == stride
        ? type
        : .structure([
          CMember(name: "value", type: type),
          CMember(name: "padding", type: .bytes(stride - type.size), isPadding: true),
        ])
    }
  }

  /// The members of a structure at their offsets, padding between them.
  static func members(_ members: [BlockLayout.Member], size: Int?) -> [CMember] {
    var result: [CMember] = []
    var names = UniqueNames()
    var end = 0
    func pad(to offset: Int) {
      guard offset > end else { return }
      result.append(
        CMember(name: names.add("padding\(end)"), type: .bytes(offset - end), isPadding: true))
      end = offset
    }
    let sorted = members.filter { $0.layout != .structure([]) }.sorted { $0.offset < $1.offset }
    for (position, member) in sorted.enumerated() {
      let next = position + 1 < sorted.count ? sorted[position + 1].offset : size
      var type = CType(member.layout, room: next.map { $0 - member.offset })
      if member.offset % type.alignment != 0 { type = .bytes(member.layout.size) }
      pad(to: member.offset)
      result.append(
        CMember(
          name: names.add(member.name.isEmpty ? "member\(position)" : member.name), type: type,
          comment: member.layout.glslType))
      end = member.offset + type.size
    }
    if let size { pad(to: size) }
    return result
  }
}

/// Names in C, each given once.
struct UniqueNames {
  private var used: Set<String> = []

  /// A name as close to the wanted one as C and C++ allow.
  mutating func add(_ wanted: String) -> String {
    var name = String(wanted.map { $0.isASCII && ($0.isLetter || $0.isNumber) || $0 == "_" ? $0 : "_" })
    if name.first?.isNumber ?? true { name = "_" + name }
    if Self.reserved.contains(name) { name += "_" }
    while !used.insert(name).inserted { name += "_" }
    return name
  }

  /// Keywords of C and C++ that GLSL has as names, and names that the headers included define.
  private static let reserved: Set<String> = [
    "alignas", "alignof", "and", "and_eq", "asm", "auto", "bitand", "bitor", "catch", "char", "char16_t",
    "char32_t", "char8_t", "class", "co_await", "co_return", "co_yield", "compl", "concept", "constexpr",
    "consteval", "constinit", "const_cast", "decltype", "delete", "dynamic_cast", "explicit", "export",
    "extern",
    "friend", "goto", "inline", "long", "mutable", "namespace", "new", "noexcept", "not", "not_eq", "nullptr",
    "operator", "or", "or_eq", "private", "protected", "public", "register", "reinterpret_cast", "requires",
    "restrict", "short", "signed", "sizeof", "static", "static_assert", "static_cast", "template", "this",
    "thread_local", "throw", "try", "typedef", "typeid", "typename", "union", "unsigned", "using", "virtual",
    "volatile", "wchar_t", "xor", "xor_eq", "offsetof", "NULL",
  ]
}

extension BlockLayout {
  /// The type as GLSL spells it, and how its scalars are indexed.
  var glslType: String {
    switch self {
    case .scalar(let kind): kind.glslName
    case .vector(let kind, let count): "\(kind.glslPrefix)vec\(count)"
    case .matrix(let kind, let columns, let rows, _, let isRowMajor):
      "\(kind.glslPrefix)mat\(columns == rows ? "\(columns)" : "\(columns)x\(rows)")"
        + (isRowMajor ? " [row][column]" : " [column][row]")
    case .array(let element, let count, _):
      "\(count.map { "\($0)" } ?? "any number of") × \(element.glslType)"
    case .structure: "structure"
    }
  }
}

extension ScalarKind {
  var glslName: String {
    switch self {
    case .float(16): "float16_t, as bits"
    case .float(64): "double"
    case .float: "float"
    case .int(32, let isSigned): isSigned ? "int" : "uint"
    case .int(let width, let isSigned): "\(isSigned ? "" : "u")int\(width)_t"
    case .bool: "bool, 0 or 1"
    }
  }

  var glslPrefix: String {
    switch self {
    case .float(16): "f16"
    case .float(64): "d"
    case .float: ""
    case .int(_, let isSigned): isSigned ? "i" : "u"
    case .bool: "b"
    }
  }
}
