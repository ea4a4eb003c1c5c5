import Checking
import SPIRV

/// Makes modules that write what sites come to into a buffer, beside what the shader draws.
///
/// A site that is executed more than once leaves its last values. Before them the buffer says which triangle is seen
/// at each pixel, and a fragment of another triangle writes where nobody looks.
struct Recorder {
  private var probe: ModuleProbe
  private let layout: RecordLayout
  private let buffer: ValueID
  /// Where the pixel's record begins.
  private let base: ValueID
  /// The way that was taken through the branches so far.
  private let path: ValueID?

  /// Where the recording is bound.
  struct Place {
    /// The descriptor set and binding of the buffer.
    var set: Int
    var binding: Int
    /// The location of the input that holds the triangle's number, from 1.
    var location: Int
  }

  private init?(
    _ module: Module, entryPoint: String?, _ layout: RecordLayout, _ place: Place, followsPath: Bool
  ) {
    guard var probe = ModuleProbe(module, entryPoint: entryPoint) else { return nil }
    buffer = probe.buffer(set: place.set, binding: place.binding)
    base = probe.privateVariable(0)
    path = followsPath ? probe.privateVariable(1) : nil
    self.layout = layout
    let number = probe.interfaceVariable(.input, location: place.location)
    let coordinate = probe.fragCoord()
    self.probe = probe
    start(number, coordinate)
  }

  /// The original: each site's operand, the hardware's fine differences of it, and the way to the site.
  static func original(
    _ module: Module, entryPoint: String?, _ layout: RecordLayout, _ place: Place
  ) -> [UInt32]? {
    guard
      var recorder = Recorder(module, entryPoint: entryPoint, layout, place, followsPath: true)
    else { return nil }
    let derivativeControl: UInt32 = 51
    recorder.probe.builder.require(capability: derivativeControl)
    recorder.watchOriginal()
    return recorder.probe.finish()
  }

  /// The transformed shader: what took the place of each site.
  static func transformed(
    _ module: Module, entryPoint: String?, _ layout: RecordLayout, _ place: Place
  ) -> [UInt32]? {
    guard
      var recorder = Recorder(module, entryPoint: entryPoint, layout, place, followsPath: false)
    else { return nil }
    recorder.watchTransformed()
    return recorder.probe.finish()
  }

  // MARK: Start

  /// Finds out where the pixel's record begins.
  private mutating func start(_ number: ValueID, _ coordinate: ValueID) {
    var code = Code(probe.builder)
    let (float, uint) = (probe.float, probe.uint)
    let place = code.add { .load(type: probe.builder.vectorType(float, count: 4), result: $0, coordinate) }
    func whole(_ component: UInt32) -> ValueID {
      let value = code.add { .compositeExtract(type: float, result: $0, place, path: [component]) }
      return code.add { .plain(.convertFToU, type: uint, result: $0, [value]) }
    }
    let (x, y) = (whole(0), whole(1))
    let width = probe.builder.unsigned(UInt32(layout.width))
    let pixels = UInt32(layout.width * layout.height)
    let row = code.add { .plain(.iMul, type: uint, result: $0, [y, width]) }
    let pixel = code.add { .plain(.iAdd, type: uint, result: $0, [row, x]) }
    let known = element(pixel, &code)
    let seen = code.add { .load(type: uint, result: $0, known) }
    let own = code.add { .load(type: float, result: $0, number) }
    let ownNumber = code.add { .plain(.convertFToU, type: uint, result: $0, [own]) }
    let isSeen = code.add { .plain(.iEqual, type: probe.builder.boolType(), result: $0, [seen, ownNumber]) }
    let stride = probe.builder.unsigned(UInt32(layout.stride))
    let offset = code.add { .plain(.iMul, type: uint, result: $0, [pixel, stride]) }
    let start = code.add { .plain(.iAdd, type: uint, result: $0, [offset, probe.builder.unsigned(pixels)]) }
    let elsewhere = probe.builder.unsigned(pixels * UInt32(1 + layout.stride))
    let chosen = code.add {
      .select(type: uint, result: $0, condition: isSeen, ifTrue: start, ifFalse: elsewhere)
    }
    code.list.append(.store(chosen, to: base))
    probe.insertAtStart(code.list)
  }

  /// A pointer to a word of the buffer.
  private func element(_ position: ValueID, _ code: inout Code) -> ValueID {
    let pointer = probe.builder.pointerType(probe.bufferStorage, to: probe.uint)
    return code.add {
      .accessChain(type: pointer, result: $0, buffer, indices: [probe.builder.unsigned(0), position])
    }
  }

  // MARK: Writing

  /// Writes an unsigned number as a word of the pixel's record.
  private func write(_ value: ValueID, word: Int, _ code: inout Code) {
    let start = code.add { .load(type: probe.uint, result: $0, base) }
    let position = code.add {
      .plain(.iAdd, type: probe.uint, result: $0, [start, probe.builder.unsigned(UInt32(word))])
    }
    code.list.append(.store(value, to: element(position, &code)))
  }

  /// Writes the first components of floats as words.
  private func write(floats value: ValueID, _ count: Int, word: Int, _ code: inout Code) {
    for component in 0..<count {
      var number = value
      if let type = code.type(of: value), case .vector(let part, _)? = probe.builder[type] {
        number = code.add(type: part) {
          .compositeExtract(type: part, result: $0, value, path: [UInt32(component)])
        }
      }
      if let type = code.type(of: number), case .float(16)? = probe.builder[type] {
        let half = number
        number = code.add(type: probe.float) { .plain(.fConvert, type: probe.float, result: $0, [half]) }
      }
      let single = number
      let bits = code.add { .plain(.bitcast, type: probe.uint, result: $0, [single]) }
      write(bits, word: word + component, &code)
    }
  }

  // MARK: The original

  private mutating func watchOriginal() {
    let sites = Dictionary(layout.sites.map { ($0.result, $0) }) { first, _ in first }
    var probe = probe
    let builder = probe.builder
    probe.rewrite { function, block in
      var code = Code(builder)
      var isHead = true
      for instruction in block.instructions {
        if isHead, instruction.op != .phi, instruction.op != .variable, !instruction.isNote {
          isHead = false
          if isBranchTarget(block.label, function) { note(block.label, &code) }
        }
        if let result = instruction.result, let site = sites[result] { record(site, instruction, &code) }
        code.list.append(instruction)
      }
      return code.list
    }
    self.probe = probe
  }

  /// Whether a block may or may not be come to.
  private func isBranchTarget(_ label: LabelID, _ function: Function) -> Bool {
    function.blocks.contains { block in
      guard let end = block.terminator else { return false }
      switch end.operation(
        glsl: probe.index.glsl, switchLiteralWords: probe.index.switchLiteralWords(end))
      {
      case .conditionalBranch(_, let a, let b): return a == label || b == label
      case .switch(_, let labels): return labels.contains(label)
      default: return false
      }
    }
  }

  /// Adds a block to the way that was taken.
  private func note(_ label: LabelID, _ code: inout Code) {
    guard let path else { return }
    let before = code.add { .load(type: probe.uint, result: $0, path) }
    // Fowler, Noll and Vo's hash.
    let prime = probe.builder.unsigned(16_777_619)
    let mixed = code.add { .plain(.iMul, type: probe.uint, result: $0, [before, prime]) }
    let after = code.add {
      .plain(.iAdd, type: probe.uint, result: $0, [mixed, probe.builder.unsigned(label.rawValue)])
    }
    code.list.append(.store(after, to: path))
  }

  private func record(_ site: SitePlan, _ instruction: Instruction, _ code: inout Code) {
    let operation = instruction.operation(glsl: probe.index.glsl)
    guard let path, let operand = operation.siteOperand else { return }
    var value = operand
    var bias: ValueID?
    if case .sample(let sample) = operation {
      value = projected(operand, site, &code)
      bias = sample.bias
    }
    guard let type = code.type(of: value) else { return }
    let way = code.add { .load(type: probe.uint, result: $0, path) }
    let odd = code.add {
      .plain(.bitwiseOr, type: probe.uint, result: $0, [way, probe.builder.unsigned(1)])
    }
    write(odd, word: site.word, &code)
    write(floats: value, site.components, word: site.word + 1, &code)
    for (number, op) in [Op.dPdxFine, .dPdyFine].enumerated() {
      let difference = code.add(type: type) { .plain(op, type: type, result: $0, [value]) }
      write(
        floats: difference, site.components, word: site.word + 1 + (1 + number) * site.components, &code)
    }
    write(floats: factor(bias, &code), 1, word: site.word + 1 + 3 * site.components, &code)
  }

  /// The coordinate of a sample without layer, divided where it is projected.
  private func projected(_ coordinate: ValueID, _ site: SitePlan, _ code: inout Code) -> ValueID {
    guard let type = code.type(of: coordinate), case .vector(let part, let count)? = probe.builder[type],
      count > site.components || site.divisor != nil
    else { return coordinate }
    func component(_ position: Int) -> ValueID {
      code.add(type: part) {
        .compositeExtract(type: part, result: $0, coordinate, path: [UInt32(position)])
      }
    }
    var parts = (0..<site.components).map(component)
    if let divisor = site.divisor {
      let q = component(divisor)
      parts = parts.map { value in
        code.add(type: part) { .arithmetic(.divide, type: part, result: $0, [value, q]) }
      }
    }
    guard parts.count > 1 else { return parts[0] }
    let shorter = probe.builder.vectorType(part, count: parts.count)
    return code.add(type: shorter) { .compositeConstruct(type: shorter, result: $0, parts) }
  }

  /// 2 to the power of a sample's bias, by which gradients are multiplied that take its place.
  private func factor(_ bias: ValueID?, _ code: inout Code) -> ValueID {
    let builder = probe.builder
    let float = probe.float
    guard let bias, let type = code.type(of: bias), code.isSingle(type) else {
      return builder.constant(1, float)
    }
    let set = builder.glslSet()
    let clamped = code.add(type: float) {
      .extended(
        .fClamp, set: set, type: float, result: $0,
        [bias, builder.constant(-32, float), builder.constant(32, float)])
    }
    return code.add(type: float) { .extended(.exp2, set: set, type: float, result: $0, [clamped]) }
  }

  // MARK: The transformed shader

  private mutating func watchTransformed() {
    var sites: [ValueID: SitePlan] = [:]
    for site in layout.sites {
      for result in site.emitted { sites[result] = site }
    }
    var probe = probe
    let builder = probe.builder
    probe.rewrite { _, block in
      var code = Code(builder)
      // What phis choose is written behind the last of them.
      var waiting: [(SitePlan, Instruction)] = []
      for instruction in block.instructions {
        if instruction.op != .phi, !instruction.isNote, !waiting.isEmpty {
          for (site, phi) in waiting { recordResult(site, phi, &code) }
          waiting = []
        }
        code.list.append(instruction)
        guard let result = instruction.result, let site = sites[result] else { continue }
        if instruction.op == .phi {
          waiting.append((site, instruction))
        } else {
          recordResult(site, instruction, &code)
        }
      }
      return code.list
    }
    self.probe = probe
  }

  private func recordResult(_ site: SitePlan, _ instruction: Instruction, _ code: inout Code) {
    guard let result = instruction.result else { return }
    if case .sample(let sample) = instruction.operation(glsl: probe.index.glsl) {
      guard let gradients = sample.gradients else { return }
      write(probe.builder.unsigned(1), word: site.word, &code)
      write(floats: gradients.dx, site.components, word: site.word + 1, &code)
      write(floats: gradients.dy, site.components, word: site.word + 1 + site.components, &code)
    } else {
      write(probe.builder.unsigned(1), word: site.word, &code)
      write(floats: result, site.components, word: site.word + 1, &code)
    }
  }
}

/// Instructions under way, their results' types known.
private struct Code {
  let builder: Builder
  var list: InstructionList = []

  init(_ builder: Builder) { self.builder = builder }

  /// Adds an instruction and gives its result.
  mutating func add(type: TypeID? = nil, _ make: (ValueID) -> Instruction) -> ValueID {
    let result = type.map { builder.newValue(type: $0) } ?? builder.newValue()
    list.append(make(result))
    return result
  }

  func type(of value: ValueID) -> TypeID? { builder.type(of: value) }

  func isSingle(_ type: TypeID) -> Bool {
    if case .float(32)? = builder[type] { true } else { false }
  }
}
