import Differentiation
import SPIRV

/// An original module made ready to be watched: before each site stands a copy of what the site takes the
/// derivative of, so that the operand's value is recorded as often as the site is executed, whatever the
/// operand is.
struct WatchedModule {
  /// The module; the ids of the input's instructions are unchanged.
  private(set) var module: Module
  /// By site's result: the copy of its operand, with its number of components.
  private(set) var operands: [ValueID: Probe] = [:]

  /// A value to record.
  struct Probe: Hashable {
    /// The value.
    var value: ValueID
    /// The number of its components.
    var components: Int
    /// The component that the ones before are divided by, of a coordinate in projection.
    var divisor: Int?
  }

  /// Copies the operands of the sites with the given results.
  init(_ original: Module, sites: Set<ValueID>) {
    module = original
    let index = ModuleIndex(original)
    for function in module.functions.indices {
      for block in module.functions[function].blocks.indices {
        let instructions = module.functions[function].blocks[block].instructions
        guard instructions.contains(where: { $0.result.map(sites.contains) ?? false }) else { continue }
        var watched = InstructionList()
        for instruction in instructions {
          if let result = instruction.result, sites.contains(result),
            let operand = instruction.operation(glsl: index.glsl).siteOperand,
            let type = index.type(of: operand), let components = index.componentCount(type)
          {
            let copy = ValueID(module.header.bound)
            module.header.bound += 1
            watched.append(.copy(type: type, result: copy, operand))
            operands[result] = Probe(
              value: copy, components: components, divisor: instruction.divisor(index))
          }
          watched.append(instruction)
        }
        module.functions[function].blocks[block].instructions = watched
      }
    }
  }
}

extension Instruction {
  /// The component of the coordinate by which a sample in projection divides.
  package func divisor(_ index: ModuleIndex) -> Int? {
    guard case .sample(let sample) = operation(glsl: index.glsl), sample.isProjective,
      let type = index.type(of: sample.sampledImage), case .sampledImage(let image) = index[type],
      case .image(let shape) = index[image]
    else { return nil }
    return shape.dimension.coordinateCount
  }
}

extension Operation {
  /// What a site takes the derivative of: the operand, or the coordinate; nil where this is no site.
  package var siteOperand: ValueID? {
    switch self {
    case .derivative(_, let operand): operand
    case .sample(let sample): sample.isImplicit ? sample.coordinate : nil
    case .queryLod(_, let coordinate): coordinate
    case .arithmetic, .extended, .select, .phi, .copy, .undefined, .compositeConstruct, .compositeExtract,
      .compositeInsert, .vectorExtract, .vectorInsert, .vectorShuffle, .variable, .load, .store, .copyMemory,
      .accessChain, .call, .branch, .conditionalBranch, .switch, .selectionMerge, .loopMerge, .return,
      .returnValue, .end, .opaqueRead, .discrete, .note, .other:
      nil
    }
  }
}

extension ModuleIndex {
  /// The number of components of a floating-point scalar or vector; nil for other types.
  package func componentCount(_ type: TypeID) -> Int? {
    switch self[type] {
    case .float: 1
    case .vector(let component, let count): if case .float = self[component] { Int(count) } else { nil }
    default: nil
    }
  }
}
