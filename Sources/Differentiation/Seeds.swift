import SPIRV

/// A quantity computed once at the head of an entry point, in uniform control flow.
enum HeadQuantity: Hashable {
  /// The tangent of a scalar or vector input.
  case seed(ValueID, Direction)
  /// The screen-space derivative of v·w', which is affine.
  case numerator(ValueID, Direction)
  /// w' = gl_FragCoord.w = 1/w of clip space.
  case w
  /// The screen-space derivative of w'.
  case wGradient(Direction)
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
/// rule v_x = ((v·w')_x − v·w'_x) / w' is the true derivative at the pixel.
final class SeedBank {
  let context: PassContext
  /// Quantities asked for in an entry point itself, by its number: plain values.
  private var direct: [Int: [HeadQuantity: ValueID]] = [:]
  /// The order in which quantities were asked for, so that output is the same every time.
  private var directOrder: [Int: [HeadQuantity]] = [:]
  /// Quantities asked for in other functions: Private variables.
  private var handed: [HeadQuantity: ValueID] = [:]
  private var handedOrder: [HeadQuantity] = []
  /// Private shadows of aggregate inputs.
  private var aggregates: [WrittenKey: ValueID] = [:]
  private var aggregateOrder: [WrittenKey] = []
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
      return emitter.code.add(type) { .load(type: type, result: $0, shadow) }
    }
    if interpolation == .fragCoord, let component = target.component, component < 2 {
      return component == UInt32(direction.rawValue)
        ? context.builder.constant(step(direction, emitter), type) : nil
    }
    let whole = quantity(
      .seed(variable, direction), type: pointee(variable), in: emitter)
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
    if case .seed(let variable, let direction) = quantity, variable == context.inputs.fragCoord,
      !context.inputs.readsDepth
    {
      return constantFragCoord(type, direction, emitter)
    }
    if let entry = emitter.entryPoint {
      if let known = direct[entry]?[quantity] { return known }
      let id = context.builder.newValue(type: type)
      direct[entry, default: [:]][quantity] = id
      directOrder[entry, default: []].append(quantity)
      if let name = name(quantity) { context.builder.name(id.rawValue, name) }
      return id
    }
    let variable: ValueID
    if let known = handed[quantity] {
      variable = known
    } else {
      variable = context.builder.globalVariable(.private, pointee: type)
      handed[quantity] = variable
      handedOrder.append(quantity)
      variables.append(variable)
      if let name = name(quantity) { context.builder.name(variable.rawValue, name) }
    }
    return emitter.code.add(type) { .load(type: type, result: $0, variable) }
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
    let key = WrittenKey(value: variable, direction: direction)
    if let known = aggregates[key] { return known }
    let type = context.undecorated(pointee(variable))
    let shadow = context.builder.globalVariable(
      .private, pointee: type, initializer: context.builder.null(type))
    aggregates[key] = shadow
    aggregateOrder.append(key)
    variables.append(shadow)
    context.builder.name(shadow.rawValue, like: variable.rawValue, suffix: direction.nameSuffix)
    return shadow
  }

  private func name(_ quantity: HeadQuantity) -> String? {
    func base(_ variable: ValueID) -> String? {
      index.name(of: variable.rawValue).flatMap { name in
        guard !name.isEmpty else { return nil }
        return name.utf8.starts(with: "gl_".utf8) || name.utf8.dropFirst().contains(UInt8(ascii: "g"))
          ? name.replacing("gl_", with: "") : name
      }
    }
    return switch quantity {
    case .seed(let variable, let direction): base(variable).map { "\($0)_\(direction.suffix)" }
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
  ) -> [Instruction] {
    var writer = SeedWriter(bank: self, code: Code(context), isUpperLeft: isUpperLeft)
    for quantity in directOrder[entryPoint] ?? [] {
      writer.compute(quantity, as: direct[entryPoint]?[quantity])
    }
    for quantity in handedOrder {
      guard let variable = handed[quantity], quantity.variable.map(interface.contains) ?? true else {
        continue
      }
      let value = writer.compute(quantity, as: nil)
      writer.code.add(.store(value, to: variable))
    }
    for key in aggregateOrder {
      guard let shadow = aggregates[key], interface.contains(key.value) else { continue }
      writer.fill(shadow, from: key.value, key.direction)
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
