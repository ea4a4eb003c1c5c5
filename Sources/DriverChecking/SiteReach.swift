import SPIRV

/// What the results of sites reach: a forward data flow over a module, through values, memory, calls and branches,
/// component by component.
///
/// Where it does not know it errs on the side of "fed by a site": arrays are one element, and what is written through
/// a pointer that leads nowhere known is written everywhere.
struct SiteReach {
  /// By output variable: what feeds each of its scalars; an array's elements are one.
  let outputs: [ValueID: [Feeding]]
  /// By output variable: the scalars that nothing ever writes, so that drivers may leave anything in them.
  let unwritten: [ValueID: Set<Int>]
  /// What decides on whether a fragment is drawn at all.
  let coverage: Feeding
  /// By result of a site: what feeds what it takes the derivative of.
  let operands: [ValueID: Feeding]
  /// Whether the module was too large to follow, so that everything counts as fed.
  let isGivenUp: Bool

  /// Follows some results through an entry point.
  ///
  /// - Parameter sources: what each result of a site feeds what hangs on it with.
  init(_ module: Module, _ index: ModuleIndex, entryPoint: FunctionID, sources: [ValueID: Feeding]) {
    let walk = ReachWalk(module, index, sources)
    if let main = index.position(of: entryPoint) { _ = walk.run(main, [], control: []) }
    isGivenUp = walk.isExhausted
    operands = walk.operands
    coverage = walk.isExhausted ? .all : walk.coverage
    var outputs: [ValueID: [Feeding]] = [:]
    for global in index.globals where global.storage == .output {
      let known = walk.final[global.id] ?? walk.blank(global.pointerType)
      outputs[global.id] = walk.isExhausted ? known.map { _ in .all } : known
    }
    self.outputs = outputs
    unwritten =
      walk.isExhausted || walk.writesAnywhere
      ? [:]
      : outputs.reduce(into: [:]) {
        $0[$1.key] = Set($1.value.indices).subtracting(walk.stored[$1.key] ?? [])
      }
  }
}

/// What is known of an id.
enum Reached {
  /// A value: what feeds each scalar.
  case value([Feeding])
  /// A pointer: to which scalars of a variable, whether these are all that a write through it may change, and what
  /// feeds the way there.
  case pointer(root: ValueID, Range<Int>, isExact: Bool, index: Feeding)
  /// A pointer to anything.
  case anywhere
}

/// The memory of an invocation: what feeds each scalar of each variable.
typealias ReachedMemory = [ValueID: [Feeding]]

/// The walk over an entry point and all that it calls, once for each call.
final class ReachWalk {
  let module: Module
  let index: ModuleIndex
  let sources: [ValueID: Feeding]
  private(set) var coverage: Feeding = []
  /// By result of a site: what feeds what it takes the derivative of.
  private(set) var operands: [ValueID: Feeding] = [:]
  /// By variable: the scalars that something is stored in.
  private(set) var stored: [ValueID: Set<Int>] = [:]
  /// Whether something is stored through a pointer that leads nowhere known.
  private(set) var writesAnywhere = false
  /// What images and buffers were written with.
  var written: Feeding = []
  /// The memory now.
  var memory: ReachedMemory = [:]
  /// The memory at the end of the entry point.
  private(set) var final: ReachedMemory = [:]
  private var tables: [Int: ControlTable] = [:]
  private var counts: [TypeID: Int] = [:]
  private var activations = 0
  private var depth = 0

  /// The most activations of functions.
  private static let limit = 3000

  init(_ module: Module, _ index: ModuleIndex, _ sources: [ValueID: Feeding]) {
    (self.module, self.index, self.sources) = (module, index, sources)
  }

  var isExhausted: Bool { activations > Self.limit }

  /// Takes note of what feeds a site's operand.
  func noteOperand(of result: ValueID, _ operation: Operation, _ feeding: (ValueID) -> Feeding) {
    guard let operand = operation.siteOperand else { return }
    operands[result, default: []].formUnion(feeding(operand))
  }

  // MARK: Types

  /// The scalars of a type; an array has those of one element.
  func count(_ type: TypeID) -> Int {
    if let known = counts[type] { return known }
    let count =
      switch index[type] {
      case .vector(_, let count): count
      case .matrix(let column, let columns): columns * self.count(column)
      case .array(let element, _), .runtimeArray(let element): self.count(element)
      case .structure(let members): members.reduce(0) { $0 + self.count($1) }
      default: 1
      }
    counts[type] = count
    return count
  }

  /// The scalars of what a pointer type points to, fed by nothing.
  func blank(_ pointer: TypeID) -> [Feeding] {
    guard case .pointer(_, let pointee) = index[pointer] else { return [[]] }
    return [Feeding](repeating: [], count: count(pointee))
  }

  /// Where a part of a type begins among its scalars, and the part's type.
  func part(_ type: TypeID, _ position: Int) -> (start: Int, type: TypeID)? {
    switch index[type] {
    case .vector(let component, let count): position < count ? (position, component) : nil
    case .matrix(let column, let columns):
      position < columns ? (position * count(column), column) : nil
    case .array(let element, _), .runtimeArray(let element): (0, element)
    case .structure(let members):
      position < members.count
        ? (members[..<position].reduce(0) { $0 + count($1) }, members[position]) : nil
    default: nil
    }
  }

  // MARK: Functions

  /// Runs a function on the memory.
  ///
  /// - Returns: what feeds its value.
  func run(_ position: Int, _ arguments: [Reached], control: Feeding) -> [Feeding] {
    activations += 1
    guard !isExhausted, depth < 64 else { return [.all] }
    depth += 1
    defer { depth -= 1 }
    let function = module.functions[position]
    let table = tables[position] ?? ControlTable(function, index)
    tables[position] = table
    let activation = ReachActivation(self, function, table, control: control)
    for (parameter, argument) in zip(function.parameters, arguments) {
      activation.values[parameter] = argument
    }
    activation.run()
    coverage.formUnion(activation.coverage)
    memory = activation.end ?? memory
    if depth == 1 { final = memory }
    return activation.returned
  }

  /// Joins two states of memory.
  static func join(_ a: ReachedMemory?, _ b: ReachedMemory) -> ReachedMemory {
    a.map { $0.merging(b) { $0.joining($1) } } ?? b
  }

  /// What feeds what a pointer points to.
  func load(_ pointer: Reached) -> [Feeding] {
    switch pointer {
    case .value(let value): return value
    case .pointer(let root, let range, _, let index):
      guard let slots = memory[root], range.upperBound <= slots.count else {
        return [Feeding](repeating: index, count: range.count)
      }
      return Array(slots[range]).joining(index)
    case .anywhere: return [memory.values.reduce(written) { $0.union($1.joined) }]
    }
  }

  /// Writes through a pointer.
  func store(_ value: [Feeding], to pointer: Reached, _ function: Function) {
    switch pointer {
    case .value: written.formUnion(value.joined)
    case .pointer(let root, let range, let isExact, let indexFeeding):
      // A global variable is whole from its first store on: states of different sizes could not be joined.
      var slots = memory[root] ?? index.type(of: root).map(blank) ?? []
      while slots.count < range.upperBound { slots.append([]) }
      let fitting =
        value.count == range.count
        ? value : [Feeding](repeating: value.joined, count: range.count)
      for (slot, feeding) in zip(range, fitting) {
        let new = feeding.union(indexFeeding)
        slots[slot] = isExact ? new : slots[slot].union(new)
      }
      memory[root] = slots
      stored[root, default: []].formUnion(range)
    case .anywhere:
      writesAnywhere = true
      let all = value.joined
      written.formUnion(all)
      for root in memory.keys { memory[root] = memory[root]?.joining(all) }
    }
  }
}
