import SPIRV

/// A scalar, a vector or a matrix in a uniform.
struct UniformLeaf {
  /// Its own type.
  let type: TypeID
  /// The way to it.
  private(set) var path: [Int32] = []
  /// How the source writes that way.
  private(set) var name = ""
  /// The bytes that it takes, by std140 with each on a boundary that suits all.
  let size: Int
  /// The bytes between a matrix's columns.
  private(set) var matrixStride: Int?
  /// The components of a Boolean, which no block may hold.
  private var booleans: Int?

  /// The names of structures' members.
  typealias MemberNames = [TypeID: [Int: String]]

  /// The leaves of a type, in order; nil where it holds anything else.
  static func all(of type: TypeID, _ index: ModuleIndex, _ names: MemberNames) -> [UniformLeaf]? {
    func inside(_ part: TypeID, _ position: Int, _ name: String) -> [UniformLeaf]? {
      all(of: part, index, names)?.map { leaf in
        var leaf = leaf
        leaf.path.insert(Int32(position), at: 0)
        leaf.name = name + leaf.name
        return leaf
      }
    }
    func joined(_ parts: [[UniformLeaf]?]) -> [UniformLeaf]? {
      parts.contains { $0 == nil } ? nil : parts.flatMap { $0 ?? [] }
    }
    switch index[type] {
    case .structure(let members):
      return joined(
        members.enumerated().map { position, member in
          inside(member, position, "." + (names[type]?[position] ?? "member\(position)"))
        })
    case .array(let element, _):
      let count = Int(index.arrayLength(type) ?? 0)
      return joined((0..<count).map { inside(element, $0, "[\($0)]") })
    default: return UniformLeaf(type, index).map { [$0] }
    }
  }

  private init?(_ type: TypeID, _ index: ModuleIndex) {
    self.type = type
    func alignment(_ scalar: TypeID) -> Int { index[scalar] == .float(width: 64) ? 32 : 16 }
    switch index[type] {
    case .bool: (booleans, size) = (1, 16)
    case .int(32, _), .float(32): size = 16
    case .float(64): size = 32
    case .vector(let component, let count):
      if index[component] == .bool { booleans = count }
      size = alignment(component)
    case .matrix(let column, let count):
      guard case .vector(let component, _)? = index[column] else { return nil }
      matrixStride = alignment(component)
      size = count * alignment(component)
    default: return nil
    }
  }

  /// Its type in a block.
  func blockType(_ builder: Builder) -> TypeID {
    guard let booleans else { return type }
    let word = builder.intType(width: 32, isSigned: false)
    return booleans == 1 ? word : builder.vectorType(word, count: booleans)
  }

  /// Stores a value of the block's type into a private variable.
  func store(_ value: ValueID, to variable: ValueID, _ builder: Builder, _ list: inout InstructionList) {
    var value = value
    if booleans != nil {
      let truth = builder.newValue()
      let zero = builder.null(blockType(builder))
      list.append(.plain(.iNotEqual, type: type, result: truth, [value, zero]))
      value = truth
    }
    var target = variable
    if !path.isEmpty {
      target = builder.newValue()
      list.append(
        .accessChain(
          type: builder.pointerType(.private, to: type), result: target, variable,
          indices: path.map(builder.signed)))
    }
    list.append(.store(value, to: target))
  }
}
