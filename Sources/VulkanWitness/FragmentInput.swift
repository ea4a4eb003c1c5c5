import SPIRV

/// An input variable of a fragment shader as it is declared: an output of the vertex shader matches it by its type,
/// block and members included.
struct FragmentInput {
  /// A type down to the vectors that a location holds.
  indirect enum Shape {
    /// A scalar or vector.
    case vector(Varying.Kind, count: Int)
    /// Columns of floats, a location each.
    case matrix(columns: Int, rows: Int)
    /// Elements, one after the other.
    case array(Shape, count: Int)
    /// A structure or block; its id is that in the fragment shader.
    case structure(id: UInt32, isBlock: Bool, members: [(Shape, Placement)])
  }

  /// What is decorated with where it stands.
  struct Placement {
    /// The location, where one is said.
    var location: Int?
    /// The component, where one is said.
    var component: Int?

    fileprivate mutating func add(_ decoration: Decoration, _ literal: UInt32?) {
      guard let literal else { return }
      if decoration == .location { location = Int(literal) }
      if decoration == .component { component = Int(literal) }
    }
  }

  /// A scalar or vector that a location holds.
  struct Leaf {
    /// The indices from the variable down to it.
    var path: [Int]
    /// The location.
    var location: Int
    /// Its first component in the location.
    var component: Int
    /// The kind of its components.
    var kind: Varying.Kind
    /// Their number.
    var count: Int
  }

  /// The type.
  let shape: Shape
  /// Where it stands.
  let placement: Placement
  /// What of it the locations hold.
  let leaves: [Leaf]

  private init(_ shape: Shape, _ placement: Placement) throws(WitnessError) {
    (self.shape, self.placement) = (shape, placement)
    var location = placement.location
    leaves = try Self.leaves(of: shape, [], &location, placement.component ?? 0)
  }

  /// The inputs of a fragment shader's entry point, without built-ins.
  ///
  /// - Throws: ``WitnessError/unsuitable(_:)`` where one is of numbers that no corner hands over, or has no location.
  static func all(of words: [UInt32], entryPoint: String) throws(WitnessError) -> [FragmentInput] {
    guard let module = try? Module(words: words) else {
      throw .unsuitable("the fragment shader is no SPIR-V")
    }
    let index = ModuleIndex(module)
    let point = index.entryPoints.first { $0.isFragment && $0.name == entryPoint }
    let listed = Set(point?.interface ?? [])
    let types = InputTypes(module, index)
    var inputs: [FragmentInput] = []
    for variable in index.globals
    where variable.storage == .input && listed.contains(variable.id) && index.builtIn(variable.id) == nil {
      guard case .pointer(_, let pointee) = index[variable.pointerType] else { continue }
      if types.holdsBuiltIns(pointee) { continue }
      var placement = Placement()
      for (decoration, literal) in index.decorations(of: variable.id.rawValue) {
        placement.add(decoration, literal)
      }
      inputs.append(try FragmentInput(try types.shape(pointee), placement))
    }
    return inputs
  }

  /// Locations follow each other but where a member says its own.
  private static func leaves(
    of shape: Shape, _ path: [Int], _ location: inout Int?, _ component: Int
  ) throws(WitnessError) -> [Leaf] {
    var result: [Leaf] = []
    switch shape {
    case .vector(let kind, let count):
      guard let at = location else { throw .unsuitable("an input without a location") }
      result = [Leaf(path: path, location: at, component: component, kind: kind, count: count)]
      location = at + 1
    case .matrix(let columns, let rows):
      for column in 0..<columns {
        result += try leaves(of: .vector(.float, count: rows), path + [column], &location, component)
      }
    case .array(let element, let count):
      for position in 0..<count { result += try leaves(of: element, path + [position], &location, component) }
    case .structure(_, _, let members):
      for (position, (member, placement)) in members.enumerated() {
        if let own = placement.location { location = own }
        result += try leaves(of: member, path + [position], &location, placement.component ?? 0)
      }
    }
    return result
  }
}

/// The types of a module that inputs may have.
private struct InputTypes {
  let index: ModuleIndex
  /// Where members of structures stand.
  private var placements: [TypeID: [Int: FragmentInput.Placement]] = [:]
  /// What specialization constants are where nothing specializes them.
  private var defaults: [ValueID: UInt64] = [:]

  init(_ module: Module, _ index: ModuleIndex) {
    self.index = index
    for instruction in module.preamble {
      if let said = instruction.memberDecorating {
        placements[said.structure, default: [:]][said.member, default: .init()].add(
          said.decoration, said.literal)
      } else if instruction.op == .specConstant, let result = instruction.result {
        defaults[result] = instruction.constantBits
      }
    }
  }

  /// Whether a type is a block of built-ins.
  func holdsBuiltIns(_ type: TypeID) -> Bool {
    guard case .structure(let members) = index[type] else { return false }
    return members.indices.contains { index.builtIn(member: UInt32($0), of: type) != nil }
  }

  func shape(_ type: TypeID) throws(WitnessError) -> FragmentInput.Shape {
    switch index[type] {
    case .float(32): return .vector(.float, count: 1)
    case .int(32, let isSigned): return .vector(isSigned ? .int : .uint, count: 1)
    case .vector(let component, let count):
      guard case .vector(let kind, _) = try shape(component) else { break }
      return .vector(kind, count: count)
    case .matrix(let column, let count):
      guard case .vector(.float, let rows) = try shape(column) else { break }
      return .matrix(columns: count, rows: rows)
    case .array(let element, let length):
      guard let count = index.integer(length).map(UInt64.init) ?? defaults[length] else {
        throw .unsuitable("an input whose length is computed from specialization constants")
      }
      return .array(try shape(element), count: Int(count))
    case .structure(let members):
      var parts: [(FragmentInput.Shape, FragmentInput.Placement)] = []
      for (position, member) in members.enumerated() {
        parts.append((try shape(member), placements[type]?[position] ?? .init()))
      }
      return .structure(id: type.rawValue, isBlock: index.has(.block, type.rawValue), members: parts)
    case .void, .bool, .float, .int, .runtimeArray, .pointer, .function, .image, .sampledImage, .opaque, nil:
      break
    }
    throw .unsuitable("an input of other than 32-bit numbers")
  }
}
