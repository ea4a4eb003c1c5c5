import SPIRV

/// An Input variable that hands the tangent of another input over (`--seeds explicit`).
public struct SeedInput: Hashable, Sendable {
  /// The variable.
  public var variable: ValueID
  /// The name, as far as OpName says it: the input's, its members' and the direction's, as in `uv_dx`.
  public var name: String
  /// The location; nil where the module's own inputs have none and link by name.
  public var location: Int?
  /// The input whose tangent it is. Of gl_FragCoord only z and w are handed over.
  public var input: ValueID
  /// The way into that input: members of a block, elements of an array; empty for the whole.
  public var path: [Int]
  /// Whether it is the change per pixel in y, not in x.
  public var isAlongY: Bool
  /// The type as GLSL spells it.
  public var type: String
}

/// The Input variables that hand tangents over, made as they are asked for.
final class ExplicitSeeds {
  private let context: PassContext
  private let module: Module
  private(set) var inputs: [SeedInput] = []
  private var known: [Key: ValueID] = [:]
  private lazy var usedNames = Set(index.globals.compactMap { index.name(of: $0.id.rawValue) })
  /// The next free location; nil where inputs have none.
  private var nextLocation: Int?

  private struct Key: Hashable {
    var root: ValueID
    var path: [UInt32]
    var direction: Direction
  }

  private var index: ModuleIndex { context.module.index }

  init(_ context: PassContext, module: Module) {
    self.context = context
    self.module = module
    nextLocation = context.options.seeds == .explicit ? firstFreeLocation() : nil
  }

  /// The variable that hands over the tangent of an input, or of the part of it that `path` leads to.
  func variable(of root: ValueID, path: [UInt32] = [], type: TypeID, _ direction: Direction) -> ValueID {
    let key = Key(root: root, path: path, direction: direction)
    if let known = known[key] { return known }
    let variable = context.builder.globalVariable(.input, pointee: type)
    known[key] = variable
    let name = freeName("\(baseName(of: root, path))\(direction.nameSuffix)")
    context.builder.name(variable.rawValue, name)
    let location = nextLocation
    if let location {
      context.builder.decorate(variable.rawValue, .location, [UInt32(location)])
      nextLocation = existing(location + locations(of: type))
    }
    inputs.append(
      SeedInput(
        variable: variable, name: name, location: location, input: root, path: path.map { Int($0) },
        isAlongY: direction == .y,
        type: spelling(of: type)))
    return variable
  }

  // MARK: Names

  /// `uv`, of a member of a block `block_uv`, of gl_FragCoord's z and w `FragCoord_zw`.
  private func baseName(of root: ValueID, _ path: [UInt32]) -> String {
    var name = (index.name(of: root.rawValue) ?? "").replacing("gl_", with: "")
    if root == context.inputs.fragCoord { return "FragCoord_zw" }
    guard case .pointer(_, var type)? = index.type(of: root).flatMap({ index[$0] }) else { return name }
    for step in path {
      switch index[type] {
      case .structure(let members) where Int(step) < members.count:
        let member = (memberName(step, of: type) ?? "\(step)").replacing("gl_", with: "")
        name = name.isEmpty ? member : "\(name)_\(member)"
        type = members[Int(step)]
      case .array(let element, _):
        name += "_\(step)"
        type = element
      default: name += "_\(step)"
      }
    }
    return name.isEmpty ? "input\(root.rawValue)" : name
  }

  private func memberName(_ member: UInt32, of structure: TypeID) -> String? {
    module.preamble.lazy.compactMap(\.memberNaming).first {
      $0.structure == structure && $0.member == Int(member)
    }?.name
  }

  private func freeName(_ wanted: String) -> String {
    var name = wanted
    while !usedNames.insert(name).inserted { name += "_" }
    return name
  }

  private func spelling(of type: TypeID) -> String {
    switch context.builder[type] {
    case .float(let width): width == 16 ? "float16_t" : width == 64 ? "double" : "float"
    case .vector(let component, let count): prefix(component) + "vec\(count)"
    case .matrix(let column, let count):
      if case .vector(let component, let rows)? = context.builder[column] {
        prefix(component) + (rows == count ? "mat\(count)" : "mat\(count)x\(rows)")
      } else {
        "mat\(count)"
      }
    case .array(let element, _): spelling(of: element) + "[\(index.arrayLength(type) ?? 0)]"
    default: "float"
    }
  }

  private func prefix(_ component: TypeID) -> String {
    if case .float(let width)? = context.builder[component] {
      return width == 16 ? "f16" : width == 64 ? "d" : ""
    }
    return ""
  }

  // MARK: Locations

  /// The location after all that inputs take; nil where an input has none (before GLSL 4.10 and ES 3.10 they link
  /// by name).
  private func firstFreeLocation() -> Int? {
    var next = 0
    var hasUnlocated = false
    for global in index.globals where global.storage == .input && index.builtIn(global.id) == nil {
      guard case .pointer(_, let type)? = index[global.pointerType] else { continue }
      let own = index.decorations(of: global.id.rawValue).first { $0.0 == .location }?.1
      if let own { next = max(next, Int(own) + locations(of: type)) }
      guard case .structure(let members)? = index[type] else {
        hasUnlocated = hasUnlocated || own == nil
        continue
      }
      let located = memberLocations(of: type)
      for (member, type) in members.enumerated() {
        if let start = located[member] { next = max(next, start + locations(of: type)) }
      }
      let isBuiltIn = members.indices.contains { index.builtIn(member: UInt32($0), of: type) != nil }
      hasUnlocated = hasUnlocated || (own == nil && located.isEmpty && !isBuiltIn)
    }
    return hasUnlocated ? nil : existing(next)
  }

  /// A location, or nil for a number that no decoration can have.
  private func existing(_ location: Int) -> Int? { location <= Int(Int32.max) ? location : nil }

  private func memberLocations(of structure: TypeID) -> [Int: Int] {
    var result: [Int: Int] = [:]
    for decorating in module.preamble.lazy.compactMap(\.memberDecorating)
    where decorating.structure == structure && decorating.decoration == .location {
      result[decorating.member] = decorating.literal.map { Int($0) }
    }
    return result
  }

  /// How many locations a type takes (Vulkan specification, Location Assignment).
  private func locations(of type: TypeID) -> Int {
    switch context.builder[type] {
    case .vector(let component, let count):
      if case .float(64)? = context.builder[component], count > 2 { 2 } else { 1 }
    case .matrix(let column, let count): count * locations(of: column)
    case .array(let element, _):
      min(locations(of: element), Int(Int32.max)) * Int(index.arrayLength(type) ?? 1)
    case .structure(let members): members.reduce(0) { min($0 + locations(of: $1), Int(Int32.max)) }
    default: 1
    }
  }
}
