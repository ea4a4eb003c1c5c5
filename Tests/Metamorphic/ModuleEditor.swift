import SPIRV
import SeededRandom

/// A module that is being rewritten: ids, types and globals come from a builder, functions change in place.
final class ModuleEditor {
  /// The module; its new globals join it at the end.
  var module: Module
  /// What is known of the module as it came.
  let index: ModuleIndex
  /// Makes what is new.
  let builder: Builder
  private var interface: [ValueID] = []

  /// Starts to rewrite a module.
  init(_ module: Module) {
    self.module = module
    index = ModuleIndex(module)
    builder = Builder(module, index: index)
  }

  /// A new block's id.
  func newLabel() -> LabelID { LabelID(builder.newValue().rawValue) }

  /// A new function's id.
  func newFunction() -> FunctionID { FunctionID(builder.newValue().rawValue) }

  /// A variable at global scope, in the interface where the module's version wants it there.
  func globalVariable(_ storage: StorageClass, of type: TypeID) -> ValueID {
    let variable = builder.globalVariable(storage, pointee: type)
    if storage == .output || module.header.isAtLeast(1, 4) { interface.append(variable) }
    return variable
  }

  /// The module with everything that was added.
  func finish() -> Module {
    builder.finish(&module)
    if !interface.isEmpty {
      for position in module.preamble.indices where module.preamble.op(at: position) == .entryPoint {
        module.preamble[position] = module.preamble[position].addingToInterface(interface)
      }
    }
    return module
  }

  /// The position of the first fragment entry point's function.
  var mainPosition: Int? {
    index.entryPoints.first(where: \.isFragment).flatMap { index.position(of: $0.function) }
  }

  /// Whether values of a type can be stored in a variable of a function.
  func isStorable(_ type: TypeID) -> Bool {
    switch builder[type] {
    case .bool, .int, .float, .vector, .matrix: true
    case .array(let element, _): isStorable(element)
    case .structure(let members):
      !index.has(.block, type.rawValue) && !index.has(.bufferBlock, type.rawValue)
        && members.allSatisfy(isStorable)
    case .void, .runtimeArray, .pointer, .function, .image, .sampledImage, .opaque, nil: false
    }
  }

  /// Rewrites every block of every function.
  func rewriteBlocks(_ body: (_ block: Block) throws -> InstructionList) rethrows {
    for function in module.functions.indices {
      for block in module.functions[function].blocks.indices {
        module.functions[function].blocks[block].instructions =
          try body(module.functions[function].blocks[block])
      }
    }
  }
}

/// Why a transformation has nothing to say of a module.
struct NotApplicable: Error, CustomStringConvertible {
  var description: String
}

extension Instruction {
  /// The instruction with other ids for some of those that it reads.
  func replacingUses(_ names: [UInt32: UInt32], _ index: ModuleIndex) throws -> Instruction {
    guard mentions(oneOfKeys: names) else { return self }
    let own = result?.rawValue
    guard
      let mapped = mappingIDs(
        switchLiteralWords: index.switchLiteralWords(self), { $0 == own ? $0 : names[$0] ?? $0 })
    else { throw NotApplicable(description: "\(op) is unknown") }
    return mapped
  }

  private func mentions(oneOfKeys names: [UInt32: UInt32]) -> Bool {
    operandIDs.contains { names[$0.rawValue] != nil }
  }
}

extension InstructionList {
  /// The position before which new instructions go that stand last in a block: that of the merge instruction, or of
  /// the terminator.
  var tail: Int {
    var position = count - 1
    while position > 0 {
      let before = op(at: position - 1)
      guard before == .selectionMerge || before == .loopMerge || before.isNote else { break }
      position -= 1
    }
    return Swift.max(position, 0)
  }

  /// The instructions without those before a position, and these alone.
  func split(at position: Int) -> (head: InstructionList, rest: InstructionList) {
    var (head, rest) = (InstructionList(), InstructionList())
    head.append(self, 0..<position)
    rest.append(self, position..<count)
    return (head, rest)
  }
}

extension Function {
  /// Takes the variables out of the entry block.
  mutating func removeVariables() -> [Instruction] {
    guard !blocks.isEmpty else { return [] }
    let variables = Array(blocks[0].instructions.filter { $0.op == .variable })
    blocks[0].instructions.removeAll { $0.op == .variable }
    return variables
  }

  /// Puts variables at the head of the entry block.
  mutating func insertVariables(_ variables: [Instruction]) {
    guard !blocks.isEmpty, !variables.isEmpty else { return }
    blocks[0].instructions = InstructionList(variables) + blocks[0].instructions
  }
}

extension SeededGenerator {
  /// Whether a draw with some probability hits.
  mutating func hits(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }
}
