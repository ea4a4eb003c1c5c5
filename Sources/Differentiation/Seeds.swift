import SPIRV

/// A quantity computed once at the head of an entry point, in uniform control flow.
enum HeadQuantity: Hashable {
  /// The tangent of a scalar or vector input.
  case seed(ValueID, SeedOrder)
  /// The screen-space derivative of v·w', which is affine.
  case numerator(ValueID, Direction)
  /// w' = gl_FragCoord.w = 1/w of clip space.
  case w
  /// The screen-space derivative of w'.
  case wGradient(Direction)
}

extension HeadQuantity {
  // In one number: a table of them is asked for every load of an input.
  func hash(into hasher: inout Hasher) {
    switch self {
    case .seed(let variable, let order):
      hasher.combine(UInt64(variable.rawValue) << 32 | UInt64(truncatingIfNeeded: order.x << 8 | order.y))
    case .numerator(let variable, let direction):
      hasher.combine(
        UInt64(variable.rawValue) << 32 | UInt64(truncatingIfNeeded: 4 | direction.rawValue) << 24)
    case .w: hasher.combine(UInt64(1))
    case .wGradient(let direction): hasher.combine(UInt64(truncatingIfNeeded: 2 | direction.rawValue))
    }
  }
}

/// How often an input is derived in each direction.
struct SeedOrder: Hashable {
  var x = 0
  var y = 0

  init(_ direction: Direction) { self[direction] = 1 }

  subscript(direction: Direction) -> Int {
    get { direction == .x ? x : y }
    set { if direction == .x { x = newValue } else { y = newValue } }
  }

  /// The direction in which it is derived, if only once; nil for higher orders.
  var first: Direction? { x + y > 1 ? nil : x == 1 ? .x : .y }

  /// Derived once more.
  func adding(_ direction: Direction) -> SeedOrder {
    var order = self
    order[direction] += 1
    return order
  }

  /// Derived once less.
  func removing(_ direction: Direction) -> SeedOrder {
    var order = self
    order[direction] -= 1
    return order
  }

  /// What names end with: `dx_dx_dy`.
  var suffix: String {
    first?.suffix
      ?? Direction.allCases.flatMap { Array(repeating: $0.suffix, count: self[$0]) }.joined(separator: "_")
  }
}

extension HeadQuantity {
  /// The input it is computed from, where that is not gl_FragCoord.
  var variable: ValueID? {
    switch self {
    case .seed(let variable, _), .numerator(let variable, _): variable
    case .w, .wGradient: nil
    }
  }
}

/// The seeds of a module: which are asked for, and the code that computes them.
///
/// v·w' and w' are affine in screen space, so that their hardware differences are exact, and by the quotient
/// rule v_x = ((v·w')_x − v·w'_x) / w' is the true derivative at the pixel. Higher orders follow by Leibniz' rule.
///
/// The bank lasts through all rounds of the pass: what one round asked for is there for the next.
final class SeedBank {
  /// What the round under way shares.
  var context: PassContext
  /// Quantities asked for in an entry point itself, by its number: plain values.
  private var direct: [[HeadQuantity: ValueID]] = []
  /// Those that stand in the module as undefined values until the last round.
  private(set) var placed: [ValueID: HeadQuantity] = [:]
  /// The order in which quantities were asked for, so that output is the same every time.
  private var directOrder: [[HeadQuantity]] = []
  /// Quantities asked for in other functions: Private variables.
  private var handed: [HeadQuantity: ValueID] = [:]
  private var handedOrder: [HeadQuantity] = []
  /// Private shadows of aggregate inputs.
  private var aggregates: [AggregateKey: ValueID] = [:]
  private var aggregateOrder: [AggregateKey] = []
  /// What each Private variable made here holds.
  private var contents: [ValueID: Content] = [:]
  /// gl_FragCoord: the module's or our own.
  private(set) var fragCoord: ValueID?
  /// Private variables made here.
  private(set) var variables: [ValueID] = []
  /// Remarks for the report: centroid inputs taken by the smooth formula.
  private(set) var notes: Set<String> = []

  /// The inputs that hand tangents over.
  let explicit: ExplicitSeeds
  /// The members of aggregate inputs that are asked for; -1 for all.
  private var askedMembers: [WrittenKey: Set<Int64>] = [:]

  init(_ context: PassContext, module: Module) {
    self.context = context
    explicit = ExplicitSeeds(context, module: module)
    fragCoord = context.inputs.fragCoord
  }

  /// An aggregate input as often derived.
  private struct AggregateKey: Hashable {
    var variable: ValueID
    var order: SeedOrder
  }

  /// What a Private variable holds.
  private enum Content {
    case quantity(HeadQuantity)
    case aggregate(AggregateKey)
  }

  private var index: ModuleIndex { context.module.index }

  private func pointee(_ variable: ValueID) -> TypeID {
    guard let type = index.type(of: variable), case .pointer(_, let pointee) = index[type] else {
      return TypeID(0)
    }
    return pointee
  }

  private func isAggregate(_ type: TypeID) -> Bool {
    switch index[type] {
    case .float, .vector: false
    default: true
    }
  }

  // MARK: Asking

  /// The tangent of what is loaded through a pointer into an input.
  func load(
    _ pointer: ValueID, _ target: FunctionShape.Pointer, type: TypeID, _ direction: Direction,
    in emitter: FunctionEmitter
  ) -> ValueID? {
    let variable = target.root
    let interpolation = context.inputs.interpolation(of: variable, member: target.member)
    if interpolation == .flat { return nil }
    if interpolation == .centroid, !context.options.hasInterpolateAtOffset,
      context.options.seeds == .quad
    {
      // Noted where it is asked for: the head is written when all sites are reported.
      note("a centroid input is taken by the formula for the pixel's centre")
    }
    if isAggregate(pointee(variable)) {
      guard let shadow = emitter.shadow(pointer, direction) else { return nil }
      ask(variable, member: target.member, direction)
      return emitter.code.add(.load, type, shadow)
    }
    if interpolation == .fragCoord, let component = target.component, component < 2 {
      return component == UInt32(direction.rawValue)
        ? context.builder.constant(step(direction, emitter), type) : nil
    }
    let whole = quantity(
      .seed(variable, SeedOrder(direction)), type: pointee(variable), in: emitter)
    if target.isRoot { return whole }
    if let component = target.component {
      // The validator lets access chains step past a vector's end; what is read there has no derivative.
      if case .vector(_, let count)? = context.builder[pointee(variable)], component >= count { return nil }
      return emitter.code.add(type) {
        .compositeExtract(type: type, result: $0, whole, path: [component])
      }
    }
    guard let index = emitter.shape.dynamicIndices(target).last else { return nil }
    return emitter.code.add(type) {
      .vectorExtract(type: type, result: $0, whole, index: emitter.mapped(index))
    }
  }

  /// A head quantity as a value in a function.
  func quantity(_ quantity: HeadQuantity, type: TypeID, in emitter: FunctionEmitter) -> ValueID {
    if case .seed(let variable, let order) = quantity, variable == context.inputs.fragCoord,
      !context.inputs.readsDepth, let direction = order.first
    {
      return constantFragCoord(type, direction, emitter)
    }
    if let entry = emitter.entryPoint {
      while direct.count <= entry {
        direct.append([:])
        directOrder.append([])
      }
      if let known = direct[entry][quantity] { return known }
      let id = context.builder.newValue(type: type)
      direct[entry][quantity] = id
      directOrder[entry].append(quantity)
      if let name = name(quantity) { context.builder.name(id.rawValue, name) }
      return id
    }
    let variable = handedVariable(quantity, type: type)
    return emitter.code.add(.load, type, variable)
  }

  /// The Private variable that hands a quantity to other functions.
  private func handedVariable(_ quantity: HeadQuantity, type: TypeID) -> ValueID {
    if let known = handed[quantity] { return known }
    let variable = context.builder.globalVariable(.private, pointee: type)
    handed[quantity] = variable
    handedOrder.append(quantity)
    variables.append(variable)
    contents[variable] = .quantity(quantity)
    if let name = name(quantity) { context.builder.name(variable.rawValue, name) }
    return variable
  }

  /// The derivative of a head quantity as a value in a function; nil where it is zero.
  func derivative(
    of quantity: HeadQuantity, _ direction: Direction, type: TypeID, in emitter: FunctionEmitter
  ) -> ValueID? {
    context.inputs.derivative(of: quantity, direction).map { self.quantity($0, type: type, in: emitter) }
  }

  /// Notes that the tangent of a member of an aggregate input, or of all of it, is read.
  func ask(_ variable: ValueID, member: UInt32?, _ direction: Direction) {
    askedMembers[WrittenKey(value: variable, direction: direction), default: []].insert(
      member.map { Int64($0) } ?? -1)
  }

  /// Whether that is so.
  func isAsked(_ variable: ValueID, member: UInt32, _ direction: Direction) -> Bool {
    let asked = askedMembers[WrittenKey(value: variable, direction: direction)] ?? []
    return asked.contains(-1) || asked.contains(Int64(member))
  }

  /// The Private shadow of an aggregate input.
  func shadow(_ variable: ValueID, _ direction: Direction) -> ValueID {
    shadow(AggregateKey(variable: variable, order: SeedOrder(direction)))
  }

  private func shadow(_ key: AggregateKey) -> ValueID {
    if let known = aggregates[key] { return known }
    let type = context.undecorated(pointee(key.variable))
    let shadow = context.builder.globalVariable(
      .private, pointee: type, initializer: context.builder.null(type))
    aggregates[key] = shadow
    aggregateOrder.append(key)
    variables.append(shadow)
    contents[shadow] = .aggregate(key)
    if let name = name(.seed(key.variable, key.order)) { context.builder.name(shadow.rawValue, name) }
    return shadow
  }

  // MARK: Rounds

  /// The shadow of a Private variable made here: the variable of the next order. Nil for other variables.
  func shadow(ofSeed variable: ValueID, _ direction: Direction) -> ValueID? {
    switch contents[variable] {
    case .quantity(let quantity):
      context.inputs.derivative(of: quantity, direction).map {
        handedVariable($0, type: pointee(variable))
      }
    case .aggregate(let key):
      shadow(AggregateKey(variable: key.variable, order: key.order.adding(direction)))
    case nil: nil
    }
  }

  /// How what the Private variables made by earlier rounds hold varies, by global slot.
  var slotVariations: [(slot: Int, variation: Variation)] {
    variables.flatMap { variable -> [(slot: Int, variation: Variation)] in
      guard let content = contents[variable], let slots = context.module.globalSlots(of: variable) else {
        return []
      }
      return slots.enumerated().map { member, slot in
        switch content {
        case .quantity(let quantity): (slot, context.inputs.variation(of: quantity))
        case .aggregate(let key):
          (slot, variation(of: key, member: slots.count > 1 ? UInt32(member) : nil))
        }
      }
    }
  }

  private func variation(of key: AggregateKey, member: UInt32?) -> Variation {
    context.inputs.isPerspective(key.variable, member: member) ? [.x, .y, .nonUniform] : .nonUniform
  }

  /// The quantities asked for in an entry point, in their order.
  private func asked(in entryPoint: Int) -> [HeadQuantity] {
    directOrder.indices.contains(entryPoint) ? directOrder[entryPoint] : []
  }

  /// What stands in an entry point, until the last round, for the quantities asked for there since the last call.
  func placeHolders(entryPoint: Int) -> InstructionList {
    var instructions = InstructionList()
    for quantity in asked(in: entryPoint) {
      guard let id = direct[entryPoint][quantity], placed[id] == nil else { continue }
      placed[id] = quantity
      instructions.append(.plain(.undef, type: context.builder.type(of: id) ?? TypeID(0), result: id, []))
    }
    return instructions
  }

  /// Takes what stands for head quantities out again.
  func removePlaceHolders(from function: inout Function) {
    guard !placed.isEmpty, !function.blocks.isEmpty else { return }
    function.blocks[0].instructions.removeAll { instruction in
      instruction.op == .undef && instruction.result.map { placed[$0] != nil } ?? false
    }
  }

  /// What a quantity is called.
  func name(_ quantity: HeadQuantity) -> String? {
    func base(_ variable: ValueID) -> String? {
      index.name(of: variable.rawValue).flatMap { name in
        guard !name.isEmpty else { return nil }
        return name.utf8.starts(with: "gl_".utf8) || name.utf8.dropFirst().contains(UInt8(ascii: "g"))
          ? name.replacing("gl_", with: "") : name
      }
    }
    return switch quantity {
    case .seed(let variable, let order): base(variable).map { "\($0)_\(order.suffix)" }
    case .numerator(let variable, let direction): base(variable).map { "\($0)_w_\(direction.suffix)" }
    case .w: "w_inverse"
    case .wGradient(let direction): "w_inverse_\(direction.suffix)"
    }
  }

  /// The change of gl_FragCoord per step: the fragment's size, negative where y runs downwards in OpenGL.
  private func step(_ direction: Direction, _ emitter: FunctionEmitter) -> Double {
    step(direction, isUpperLeft: emitter.pass.hasOriginUpperLeft)
  }

  func step(_ direction: Direction, isUpperLeft: Bool) -> Double {
    switch direction {
    case .x: Double(context.options.fragmentSize.width)
    case .y: Double(context.options.fragmentSize.height) * (context.options.isOpenGL && isUpperLeft ? -1 : 1)
    }
  }

  private func constantFragCoord(
    _ type: TypeID, _ direction: Direction, _ emitter: FunctionEmitter
  ) -> ValueID {
    let scalar = emitter.code.component(type)
    let parts = (0..<4).map { component in
      context.builder.constant(
        component == direction.rawValue ? step(direction, emitter) : 0, scalar)
    }
    return context.builder.composite(type, parts)
  }

  // MARK: Code

  /// The code at the head of an entry point that computes what was asked for.
  func headCode(
    entryPoint: Int, interface: Set<ValueID>, isUpperLeft: Bool
  ) -> InstructionList {
    var writer = SeedWriter(
      bank: self, code: Code(context), isUpperLeft: isUpperLeft,
      ids: direct.indices.contains(entryPoint) ? direct[entryPoint] : [:])
    for quantity in asked(in: entryPoint) {
      writer.compute(quantity, as: direct[entryPoint][quantity])
    }
    for quantity in handedOrder {
      guard let variable = handed[quantity], quantity.variable.map(interface.contains) ?? true else {
        continue
      }
      let value = writer.compute(quantity, as: nil)
      writer.code.store(value, to: variable)
    }
    for key in aggregateOrder {
      guard let shadow = aggregates[key], interface.contains(key.variable) else { continue }
      writer.fill(shadow, from: key.variable, key.order)
    }
    return writer.code.head
  }

  /// Whether a seed reads gl_FragCoord.
  private(set) var usesFragCoord = false

  /// gl_FragCoord, added to the module where it has none.
  func requireFragCoord() -> ValueID {
    usesFragCoord = true
    if let fragCoord { return fragCoord }
    let float = context.builder.floatType(width: 32)
    let type = context.builder.vectorType(float, count: 4)
    let variable = context.builder.globalVariable(.input, pointee: type)
    let builtInFragCoord: UInt32 = 15
    context.builder.decorate(variable.rawValue, .builtIn, [builtInFragCoord])
    context.builder.name(variable.rawValue, "gl_FragCoord")
    fragCoord = variable
    return variable
  }

  func note(_ text: String) { notes.insert(text) }
}
