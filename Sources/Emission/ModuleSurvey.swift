import SPIRV

/// What emission has to know of a module beyond what SPIRV-Cross's reflection offers: which ids have
/// names, which variables are global, and which sampled images lost their NonUniform decoration.
struct ModuleSurvey {
  /// A variable outside functions.
  struct Variable {
    var id: UInt32
    /// The struct, image, … behind the pointer and any arrays.
    var valueType: UInt32
    /// How many of it the arrays hold, or some number above ``ModuleSurvey/lengthLimit``.
    var length: Int
    var storage: StorageClass
  }

  /// The storage classes that matter here (SPIR-V specification, section 3.7).
  enum StorageClass: UInt32 {
    case uniformConstant = 0
    case input = 1
    case uniform = 2
    case output = 3
    case pushConstant = 9
    case atomicCounter = 10
    case storageBuffer = 12
  }

  /// Every OpName, in the module's order; what glslang appends to functions' names is cut off.
  private(set) var names: [(id: UInt32, name: String)] = []
  /// Every OpMemberName, in the module's order.
  private(set) var memberNames: [(type: UInt32, member: UInt32, name: String)] = []
  /// The variables that meet the outside.
  private(set) var interface: [Variable] = []
  /// Ids that are, or have a member that is, a built-in.
  private(set) var builtIns: Set<UInt32> = []
  /// Structs that are blocks.
  private(set) var blocks: Set<UInt32> = []
  /// Images, samplers and both together.
  private(set) var opaqueTypes: Set<UInt32> = []
  /// The functions that are entry points.
  private(set) var entryPoints: Set<UInt32> = []
  /// Whether resources come in an array without a size.
  private(set) var hasUnsizedResources = false
  /// Whether gl_FragCoord is in the interface.
  private(set) var readsFragCoord = false
  /// Whether there are images without samplers, other than for loads and stores.
  private(set) var hasSeparateImages = false
  /// The results of OpSampledImage with a part that is NonUniform.
  private(set) var nonUniformSampledImages: [UInt32] = []
  /// The members of each struct type.
  private(set) var structMembers: [UInt32: [UInt32]] = [:]
  /// What an OpSource line says: the version, and whether it is ESSL.
  private(set) var source: (version: Int, isES: Bool)?

  private var unsizedArrays: Set<UInt32> = []
  private var sampledImageTypes: Set<UInt32> = []
  private var nameOf: [UInt32: String] = [:]
  private var structsOfName: [String: [UInt32]] = [:]
  private var hasForwardPointers = false
  private var hasRecursiveNamesakes = false
  private var pointees: [UInt32: UInt32] = [:]
  private var elements: [UInt32: UInt32] = [:]
  /// The length's id of each array type, and what scalars' ids stand for.
  private var lengths: [UInt32: UInt32] = [:]
  private var constants: [UInt32: UInt32] = [:]
  private var nonUniform: Set<UInt32> = []

  /// Surveys a module's words in one pass; malformed ones end it early (SPIRV-Cross reports those).
  init(words: [UInt32]) {
    var position = 5
    while position < words.count {
      let length = Int(words[position] >> 16)
      guard length > 0, position + length <= words.count else { return }
      let op = Op(rawValue: UInt16(truncatingIfNeeded: words[position]))
      note(op, words[(position + 1)..<(position + length)])
      position += length
    }
  }

  private mutating func note(_ op: Op, _ operands: ArraySlice<UInt32>) {
    let at = { (index: Int) in
      operands.count > index ? operands[operands.startIndex + index] : 0
    }
    switch op {
    case .source:
      // Source languages 1 and 2 are ESSL and GLSL.
      if at(0) == 1 || at(0) == 2 { source = (Int(at(1)), at(0) == 1) }
    case .name:
      let name = String(literal: operands.dropFirst(1)).upToParenthesis
      names.append((at(0), name))
      nameOf[at(0)] = name
    case .memberName:
      memberNames.append((at(0), at(1), String(literal: operands.dropFirst(2))))
    case .entryPoint: entryPoints.insert(at(1))
    case .decorate: noteDecoration(of: at(0), at(1), value: at(2))
    case .memberDecorate: if at(2) == Decoration.builtIn { builtIns.insert(at(0)) }
    case .typeForwardPointer: hasForwardPointers = true
    case .typePointer: pointees[at(0)] = at(2)
    case .typeImage:
      opaqueTypes.insert(at(0))
      if at(6) == 1 { sampledImageTypes.insert(at(0)) }
    case .typeSampler, .typeSampledImage: opaqueTypes.insert(at(0))
    case .typeArray:
      elements[at(0)] = at(1)
      lengths[at(0)] = at(2)
    case .constant, .specConstant: constants[at(1)] = operands.count == 3 ? at(2) : .max
    case .typeRuntimeArray:
      elements[at(0)] = at(1)
      unsizedArrays.insert(at(0))
    case .typeStruct: noteStruct(at(0), members: operands.dropFirst(1))
    case .variable: noteVariable(id: at(1), type: at(0), storage: at(2))
    case .sampledImage:
      if nonUniform.contains(at(2)) || nonUniform.contains(at(3)) { nonUniformSampledImages.append(at(1)) }
    default: break
    }
  }

  /// The decorations that the survey looks for (SPIR-V specification, section 3.20).
  private enum Decoration {
    static let block: UInt32 = 2
    static let bufferBlock: UInt32 = 3
    static let builtIn: UInt32 = 11
    static let nonUniform: UInt32 = 5300
    /// The value of ``builtIn`` for gl_FragCoord.
    static let fragCoord: UInt32 = 15
  }

  private mutating func noteDecoration(of id: UInt32, _ decoration: UInt32, value: UInt32) {
    switch decoration {
    case Decoration.block, Decoration.bufferBlock: blocks.insert(id)
    case Decoration.builtIn:
      builtIns.insert(id)
      if value == Decoration.fragCoord { readsFragCoord = true }
    case Decoration.nonUniform: nonUniform.insert(id)
    default: break
    }
  }

  private mutating func noteVariable(id: UInt32, type: UInt32, storage: UInt32) {
    guard let storage = StorageClass(rawValue: storage), var valueType = pointees[type] else { return }
    var length = 1
    while let element = elements[valueType] {
      if unsizedArrays.contains(valueType) { hasUnsizedResources = true }
      length = min(length, Self.lengthLimit + 1) * arrayLength(valueType)
      valueType = element
    }
    if sampledImageTypes.contains(valueType) { hasSeparateImages = true }
    interface.append(Variable(id: id, valueType: valueType, length: length, storage: storage))
  }

  private func arrayLength(_ type: UInt32) -> Int {
    lengths[type].flatMap { constants[$0] }.map { Int($0) } ?? 1
  }

  /// The most elements that SPIRV-Cross is left to write one by one.
  static let lengthLimit = 1 << 16

  /// Whether an input or output has more parts than the limit, or an array of blocks more elements.
  private var hasExcessiveInterface: Bool {
    interface.contains { variable in
      switch variable.storage {
      case .input, .output: variable.length * partCount(variable.valueType) > Self.lengthLimit
      case .uniform, .storageBuffer: variable.length > Self.lengthLimit
      case .uniformConstant, .pushConstant, .atomicCounter: false
      }
    }
  }

  /// The parts of a type that are no aggregates, or some number above the limit.
  private func partCount(_ type: UInt32) -> Int {
    if let element = elements[type] {
      return min(Self.lengthLimit + 1, min(Self.lengthLimit + 1, partCount(element)) * arrayLength(type))
    }
    guard let members = structMembers[type] else { return 1 }
    var sum = 0
    for member in members where sum <= Self.lengthLimit { sum += max(1, partCount(member)) }
    return sum
  }

  /// The name that an id has, if any.
  func name(of id: UInt32) -> String? { nameOf[id].flatMap { $0.isEmpty ? nil : $0 } }

  /// Whether an input or output is a struct, and no block.
  var hasVaryingStructs: Bool {
    interface.contains {
      ($0.storage == .input || $0.storage == .output) && structMembers[$0.valueType] != nil
        && !blocks.contains($0.valueType)
    }
  }

  /// Throws where SPIRV-Cross would crash rather than say that it cannot.
  func refuseUnreadable() throws(EmissionError) {
    if hasRecursiveNamesakes {
      throw .inexpressible("a struct that holds a reference to a buffer it is in, in two layouts")
    }
    // Written one by one, they would take more time and memory than there is.
    if hasExcessiveInterface {
      throw .inexpressible("an input, output or array of blocks of more than \(Self.lengthLimit) parts")
    }
  }

  /// Two structs of one name both reach themselves through pointers. SPIRV-Cross compares each struct
  /// with its namesakes before it, member by member, through the pointers it knows by then, and would
  /// not come back.
  private mutating func noteStruct(_ type: UInt32, members: ArraySlice<UInt32>) {
    structMembers[type] = Array(members)
    guard hasForwardPointers, let name = nameOf[type], !name.isEmpty, !hasRecursiveNamesakes else { return }
    let others = structsOfName[name, default: []]
    if !others.isEmpty, reachesCycle(type) { hasRecursiveNamesakes = others.contains(where: reachesCycle) }
    structsOfName[name] = others + [type]
  }

  /// Whether a walk from `type` through members, elements and pointers comes to some type twice on one
  /// path.
  private func reachesCycle(_ type: UInt32) -> Bool {
    var done: Set<UInt32> = []
    var path: Set<UInt32> = [type]
    var stack = [(type: type, next: successors(of: type))]
    while let (top, next) = stack.last {
      guard let successor = next.last else {
        stack.removeLast()
        path.remove(top)
        done.insert(top)
        continue
      }
      stack[stack.count - 1].next.removeLast()
      if path.contains(successor) { return true }
      if done.contains(successor) { continue }
      path.insert(successor)
      stack.append((successor, successors(of: successor)))
    }
    return false
  }

  private func successors(of type: UInt32) -> [UInt32] {
    if let pointee = pointees[type] ?? elements[type] { return [pointee] }
    return structMembers[type] ?? []
  }

  /// The structs within `types`, at any depth, and those themselves.
  func structs(within types: some Sequence<UInt32>) -> Set<UInt32> {
    var found: Set<UInt32> = []
    var open = Array(types)
    while var type = open.popLast() {
      while let element = elements[type] { type = element }
      guard let members = structMembers[type], found.insert(type).inserted else { continue }
      open += members
    }
    return found
  }
}

extension String {
  /// The text of a literal string operand: UTF-8, four bytes a word, ended by a zero byte.
  fileprivate init(literal words: ArraySlice<UInt32>) {
    var bytes: [UInt8] = []
    for word in words {
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        let byte = UInt8(truncatingIfNeeded: word >> shift)
        if byte == 0 {
          self = String(decoding: bytes, as: UTF8.self)
          return
        }
        bytes.append(byte)
      }
    }
    self = String(decoding: bytes, as: UTF8.self)
  }

  /// `fbm` of glslang's `fbm(vf2;`.
  fileprivate var upToParenthesis: String { String(prefix { $0 != "(" }) }
}
