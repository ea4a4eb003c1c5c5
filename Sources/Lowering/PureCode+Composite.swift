import CLLVM
import SPIRV

extension PureCode {
  /// Construction, extraction and insertion.
  func composite(_ instruction: Instruction, _ ids: [ValueID], _ value: Operands) throws -> [Lane.Value]? {
    switch instruction.operation(glsl: nil) {
    case .compositeConstruct(let parts): return try parts.flatMap(value)
    case .copy(let source): return try value(source)
    case .undefined:
      guard let type = instruction.resultType else { return nil }
      return try module.leaves(type).map { lane.zero(module.llvmType($0)) }
    case .compositeExtract(let composite, let path):
      let scalars = try value(composite)
      let (start, type) = try locate(path, in: try module.typeID(composite))
      return Array(scalars[start..<(start + (try module.leaves(type).count))])
    case .compositeInsert(let object, let composite, let path):
      var scalars = try value(composite)
      let (start, type) = try locate(path, in: try module.typeID(composite))
      let part = try value(object)
      let count = try module.leaves(type).count
      guard part.count == count else { throw LoweringError.malformed("OpCompositeInsert of another type") }
      scalars.replaceSubrange(start..<(start + count), with: part)
      return scalars
    case .vectorShuffle(let a, let b, let components):
      let scalars = try value(a) + value(b)
      return components.map { $0 < scalars.count ? scalars[Int($0)] : lane.zero(LLVMTypeOf(scalars[0])) }
    case .vectorExtract(let vector, let index):
      let scalars = try value(vector)
      let index = try value(index)[0]
      return [chosen(scalars, index)]
    case .vectorInsert(let vector, let component, let index):
      let scalars = try value(vector)
      let object = try value(component)[0]
      let index = try value(index)[0]
      return scalars.enumerated().map { position, scalar in
        lane.select(isChosen(position, of: scalars.count, index), object, scalar)
      }
    default: return nil
    }
  }

  /// The scalars before the end of a path, and the type there.
  private func locate(_ path: [UInt32], in type: TypeID) throws -> (start: Int, type: TypeID) {
    var start = 0
    var type = type
    for step in path {
      let element = try module.element(Int(step), of: type)
      start += element.start
      type = element.type
    }
    return (start, type)
  }

  /// The scalar at an index; an index out of bounds is the nearest one in bounds.
  func chosen(_ scalars: [Lane.Value], _ index: Lane.Value) -> Lane.Value {
    var result = scalars[0]
    for (position, scalar) in scalars.enumerated().dropFirst() {
      result = lane.select(
        lane.compare(LLVMIntSGE, index, lane.integer(position, like: index)), scalar, result)
    }
    return result
  }

  private func isChosen(_ position: Int, of count: Int, _ index: Lane.Value) -> Lane.Value {
    let number = lane.integer(position, like: index)
    if position == 0 { return lane.compare(LLVMIntSLE, index, number) }
    if position == count - 1 { return lane.compare(LLVMIntSGE, index, number) }
    return lane.compare(LLVMIntEQ, index, number)
  }
}
