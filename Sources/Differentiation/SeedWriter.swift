import SPIRV

/// Writes the head of an entry point: the hardware differences of affine quantities, and seeds from them.
struct SeedWriter {
  let bank: SeedBank
  let code: Code
  let isUpperLeft: Bool
  /// The ids handed out already.
  let ids: [HeadQuantity: ValueID]
  private var known: [HeadQuantity: ValueID] = [:]
  private var inputValues: [ValueID: ValueID] = [:]
  private var reciprocalW: ValueID?
  /// Tangents of scalar and vector inputs and parts of inputs, in 32 bits.
  private var tangents: [TangentKey: ValueID] = [:]
  /// −count · w'_d / w'.
  private var factors: [FactorKey: ValueID] = [:]
  private var context: PassContext { bank.context }
  private var index: ModuleIndex { context.module.index }

  /// A scalar or vector input, or a part of an input.
  private struct Leaf: Hashable {
    var variable: ValueID
    /// The way to it from the variable.
    var path: [UInt32] = []
    var type: TypeID
    var interpolation: Interpolation

    // In one number; the type and the interpolation follow from the rest.
    func hash(into hasher: inout Hasher) {
      hasher.combine(path.reduce(UInt64(variable.rawValue)) { $0 &* 0x100_0000_01b3 ^ UInt64($1 + 1) })
    }
  }

  private struct TangentKey: Hashable {
    var leaf: Leaf
    var order: SeedOrder
  }

  private struct FactorKey: Hashable {
    var direction: Direction
    var count: Int
  }

  init(bank: SeedBank, code: Code, isUpperLeft: Bool, ids: [HeadQuantity: ValueID]) {
    self.bank = bank
    self.code = code
    self.isUpperLeft = isUpperLeft
    self.ids = ids
  }

  /// Computes a quantity, under a given id where one was handed out already.
  @discardableResult
  mutating func compute(_ quantity: HeadQuantity, as id: ValueID?) -> ValueID {
    if let value = known[quantity] {
      guard let id, id != value else { return value }
      let type = code.type(value)
      code.add(.copyObject, type, as: id, value)
      return id
    }
    let value: ValueID
    switch quantity {
    case .w: value = loadW(as: id)
    case .wGradient(let direction): value = difference(compute(.w, as: nil), direction, as: id)
    case .numerator(let variable, let direction):
      value = numerator(variable, direction, as: id)
    case .seed(let variable, let order): value = seed(variable, order, as: id)
    }
    known[quantity] = value
    return value
  }

  private mutating func add(
    _ type: TypeID, as id: ValueID?, _ make: (ValueID) -> Instruction
  ) -> ValueID {
    let result = id ?? context.builder.newValue(type: type)
    code.add(make(result))
    return result
  }

  private mutating func difference(_ value: ValueID, _ direction: Direction, as id: ValueID?) -> ValueID {
    let type = code.type(value)
    return code.add(direction == .x ? .dPdx : .dPdy, type, as: id, value)
  }

  private mutating func loadW(as id: ValueID?) -> ValueID {
    let fragCoord = bank.requireFragCoord()
    let float = context.builder.floatType(width: 32)
    let pointer = context.builder.pointerType(.input, to: float)
    let last = context.builder.unsigned(3)
    let address = code.add(.accessChain, pointer, fragCoord, last)
    return code.add(.load, float, as: id, address)
  }

  /// An input's value, at the centre where it is a centroid input and the language can ask for that.
  private mutating func input(_ pointer: ValueID, type: TypeID, _ interpolation: Interpolation) -> ValueID {
    if let value = inputValues[pointer] { return value }
    var value: ValueID
    if interpolation == .centroid, context.options.hasInterpolateAtOffset {
      let interpolationFunction: UInt32 = 52
      context.builder.require(capability: interpolationFunction)
      let float = context.builder.floatType(width: 32)
      let centre = context.builder.null(context.builder.vectorType(float, count: 2))
      let set = context.builder.glslSet()
      value = code.add(type) {
        .extended(.interpolateAtOffset, set: set, type: type, result: $0, [pointer, centre])
      }
    } else {
      value = code.add(.load, type, pointer)
    }
    value = converted(value, from: type, width: 32)
    inputValues[pointer] = value
    return value
  }

  /// Converts a scalar or vector to another width; OpDPdx exists in 32 bits only.
  private mutating func converted(_ value: ValueID, from type: TypeID, width: Int) -> ValueID {
    guard code.width(type) != width else { return value }
    let target = retyped(type, width: width)
    return code.add(.fConvert, target, value)
  }

  private mutating func retyped(_ type: TypeID, width: Int) -> TypeID {
    let float = context.builder.floatType(width: width)
    if case .vector(let count) = code.shape(type) {
      return context.builder.vectorType(float, count: count)
    }
    return float
  }

  private mutating func numerator(
    _ variable: ValueID, _ direction: Direction, as id: ValueID?
  ) -> ValueID {
    let type = pointee(variable)
    let interpolation = context.inputs.interpolation(of: variable, member: nil)
    let value = input(variable, type: type, interpolation)
    return difference(weighted(value), direction, as: id)
  }

  private var weights: [ValueID: ValueID] = [:]

  /// v·w'.
  private mutating func weighted(_ value: ValueID) -> ValueID {
    if let known = weights[value] { return known }
    let w = compute(.w, as: nil)
    let type = code.type(value)
    let float = context.builder.floatType(width: 32)
    let product = code.product(.value(value, type), .value(w, float), scalar: float)
    let result = code.value(product, as: type)
    weights[value] = result
    return result
  }

  private func pointee(_ variable: ValueID) -> TypeID {
    guard case .pointer(_, let pointee) = context.builder[code.type(variable)] else { return TypeID(0) }
    return pointee
  }

  private mutating func seed(_ variable: ValueID, _ order: SeedOrder, as id: ValueID?) -> ValueID {
    let type = pointee(variable)
    if context.options.seeds == .explicit, let direction = order.first {
      return handed(variable, type, direction, as: id)
    }
    let interpolation = context.inputs.interpolation(of: variable, member: nil)
    if interpolation == .fragCoord, let direction = order.first {
      return fragCoordSeed(variable, type, direction, as: id)
    }
    return derivative(
      of: Leaf(variable: variable, type: type, interpolation: interpolation), order, as: id)
  }

  /// A derivative of a scalar or vector input or of a part of an input.
  private mutating func derivative(of leaf: Leaf, _ order: SeedOrder, as id: ValueID?) -> ValueID {
    let isConverted = retyped(leaf.type, width: 32) != leaf.type
    let result = tangent(of: leaf, order, as: isConverted ? nil : id)
    guard isConverted else { return result }
    return code.add(.fConvert, leaf.type, as: id, result)
  }

  /// The same in 32 bits.
  private mutating func tangent(of leaf: Leaf, _ order: SeedOrder, as id: ValueID?) -> ValueID {
    let key = TangentKey(leaf: leaf, order: order)
    if let known = tangents[key], id == nil || id == known { return known }
    let type = retyped(leaf.type, width: 32)
    let result: ValueID
    if let direction = order.first {
      let pointer = address(leaf.variable, leaf.path, .input, leaf.type)
      let value = input(pointer, type: leaf.type, leaf.interpolation)
      result =
        leaf.interpolation == .affine
        ? difference(value, direction, as: id) : perspective(value, type, direction, as: id)
    } else {
      result = higher(leaf, order, type, as: id)
    }
    tangents[key] = result
    return result
  }

  /// All derivatives of v·w' but the first are zero, and so are those of w': by Leibniz' rule, a times derived in x
  /// and b times in y, v is −(a · v_(a−1,b) · w'_x + b · v_(a,b−1) · w'_y) / w'.
  private mutating func higher(
    _ leaf: Leaf, _ order: SeedOrder, _ type: TypeID, as id: ValueID?
  ) -> ValueID {
    let float = context.builder.floatType(width: 32)
    let op: Arithmetic = type == float ? .multiply : .vectorTimesScalar
    let directions = Direction.allCases.filter { order[$0] > 0 }
    var products: [ValueID] = []
    for direction in directions {
      let operands = [lower(leaf, order.removing(direction)), factor(direction, order[direction])]
      products.append(
        add(type, as: directions.count == 1 ? id : nil) {
          .arithmetic(op, type: type, result: $0, operands)
        })
    }
    guard products.count == 2 else { return products[0] }
    return add(type, as: id) { .arithmetic(.add, type: type, result: $0, products) }
  }

  /// A derivative of a lower order, under its own id where it has one.
  private mutating func lower(_ leaf: Leaf, _ order: SeedOrder) -> ValueID {
    guard leaf.path.isEmpty, retyped(leaf.type, width: 32) == leaf.type else {
      return tangent(of: leaf, order, as: nil)
    }
    let quantity = HeadQuantity.seed(leaf.variable, order)
    return compute(quantity, as: ids[quantity] ?? newValue(quantity, leaf.type))
  }

  /// An id for a quantity that nobody has asked for, with its name.
  private func newValue(_ quantity: HeadQuantity, _ type: TypeID) -> ValueID? {
    if known[quantity] != nil { return nil }
    let id = context.builder.newValue(type: type)
    if let name = bank.name(quantity) { context.builder.name(id.rawValue, name) }
    return id
  }

  private mutating func factor(_ direction: Direction, _ count: Int) -> ValueID {
    let key = FactorKey(direction: direction, count: count)
    if let known = factors[key] { return known }
    let float = context.builder.floatType(width: 32)
    let operands: [ValueID]
    if count == 1 {
      let negative = code.negative(compute(.wGradient(direction), as: nil), float)
      operands = [negative, inverseW()]
    } else {
      operands = [factor(direction, 1), context.builder.constant(Double(count), float)]
    }
    let result = code.add(.fMul, float, operands[0], operands[1])
    factors[key] = result
    return result
  }

  /// ((v·w')_x − v·w'_x) / w'.
  private mutating func perspective(
    _ value: ValueID, _ type: TypeID, _ direction: Direction, as id: ValueID?
  ) -> ValueID {
    let float = context.builder.floatType(width: 32)
    let numerator = difference(weighted(value), direction, as: nil)
    let gradient = compute(.wGradient(direction), as: nil)
    let change = code.value(
      code.product(.value(value, type), .value(gradient, float), scalar: float), as: type)
    let rest = code.difference(numerator, change, type)
    let inverse = inverseW()
    return code.add(type == float ? .fMul : .vectorTimesScalar, type, as: id, rest, inverse)
  }

  private mutating func inverseW() -> ValueID {
    if let reciprocalW { return reciprocalW }
    let float = context.builder.floatType(width: 32)
    let w = compute(.w, as: nil)
    let one = context.builder.constant(1, float)
    let inverse = code.add(.fDiv, float, one, w)
    reciprocalW = inverse
    return inverse
  }

  /// gl_FragCoord: constants in x and y, hardware differences of the affine z and w.
  private mutating func fragCoordSeed(
    _ variable: ValueID, _ type: TypeID, _ direction: Direction, as id: ValueID?
  ) -> ValueID {
    let float = context.builder.floatType(width: 32)
    let whole = input(variable, type: type, .fragCoord)
    let slope = difference(whole, direction, as: nil)
    let steps = fragCoordSteps(direction)
    let rest = [UInt32(2), 3].map { component in
      code.add(float) { .compositeExtract(type: float, result: $0, slope, path: [component]) }
    }
    return add(type, as: id) { .compositeConstruct(type: type, result: $0, steps + rest) }
  }

  /// The tangents of gl_FragCoord's x and y.
  private func fragCoordSteps(_ direction: Direction) -> [ValueID] {
    let float = context.builder.floatType(width: 32)
    return (0..<2).map { component in
      context.builder.constant(
        component == direction.rawValue ? bank.step(direction, isUpperLeft: isUpperLeft) : 0, float)
    }
  }

  // MARK: Explicit seeds

  /// The tangent of a scalar or vector input, read from the input that hands it over; of gl_FragCoord's z and w only.
  private mutating func handed(
    _ variable: ValueID, _ type: TypeID, _ direction: Direction, as id: ValueID?
  ) -> ValueID {
    guard context.inputs.interpolation(of: variable, member: nil) == .fragCoord else {
      let input = bank.explicit.variable(of: variable, type: type, direction)
      return code.add(.load, type, as: id, input)
    }
    let pair = context.builder.vectorType(context.builder.floatType(width: 32), count: 2)
    let input = bank.explicit.variable(of: variable, type: pair, direction)
    let depth = code.add(.load, pair, input)
    let steps = fragCoordSteps(direction)
    return add(type, as: id) { .compositeConstruct(type: type, result: $0, steps + [depth]) }
  }

  /// Whether a type is handed over as a whole: numbers, and arrays of them.
  private func isHandedWhole(_ type: TypeID) -> Bool {
    switch index[type] {
    case .structure: false
    case .array(let element, _): isHandedWhole(element)
    default: true
    }
  }

  // MARK: Aggregates

  /// Fills the shadow of an aggregate input leaf by leaf.
  mutating func fill(_ shadow: ValueID, from variable: ValueID, _ order: SeedOrder) {
    fill(
      shadow, variable, type: pointee(variable), path: [], root: variable, member: nil, order)
  }

  private mutating func fill(
    _ shadow: ValueID, _ variable: ValueID, type: TypeID, path: [UInt32], root: ValueID,
    member: UInt32?, _ order: SeedOrder
  ) {
    // The members of the outermost structure are those whose interpolation is told apart, in arrays of it, too.
    func descend(_ writer: inout SeedWriter, _ count: Int, _ part: (Int) -> TypeID, isStructure: Bool) {
      for position in 0..<count {
        writer.fill(
          shadow, variable, type: part(position), path: path + [UInt32(position)], root: root,
          member: isStructure && member == nil ? UInt32(position) : member, order)
      }
    }
    if context.options.seeds == .explicit, isHandedWhole(type), let direction = order.first {
      guard context.inputs.isFloat(type), bank.isAsked(root, member: member ?? 0, direction),
        context.inputs.interpolation(of: root, member: member) != .flat
      else { return }
      let input = bank.explicit.variable(of: root, path: path, type: type, direction)
      let value = code.add(.load, type, input)
      code.store(value, to: address(shadow, path, .private, type))
      return
    }
    switch index[type] {
    case .structure(let members): descend(&self, members.count, { members[$0] }, isStructure: true)
    case .array(let element, _):
      descend(&self, Int(index.arrayLength(type) ?? 0), { _ in element }, isStructure: false)
    case .matrix(let column, let count): descend(&self, count, { _ in column }, isStructure: false)
    case .float, .vector:
      guard context.inputs.isFloat(type) else { return }
      let interpolation = context.inputs.interpolation(of: root, member: member)
      guard interpolation != .flat, order.first != nil || interpolation != .affine else { return }
      let leaf = Leaf(variable: variable, path: path, type: type, interpolation: interpolation)
      let value = derivative(of: leaf, order, as: nil)
      code.store(value, to: address(shadow, path, .private, type))
    default: return
    }
  }

  private mutating func address(
    _ base: ValueID, _ path: [UInt32], _ storage: StorageClass, _ type: TypeID
  ) -> ValueID {
    guard !path.isEmpty else { return base }
    let pointer = context.builder.pointerType(storage, to: type)
    let indices = path.map { context.builder.unsigned($0) }
    return code.add(pointer) { .accessChain(type: pointer, result: $0, base, indices: indices) }
  }
}
