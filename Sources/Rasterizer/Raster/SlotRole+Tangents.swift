import Lowering
import SPIRV

extension SlotRole {
  /// The roles of all input slots of a program.
  static func all(of program: ShaderProgram) throws(RasterizerError) -> [SlotRole] {
    let slots = program.interface.inputs
    var roles = slots.map { SlotRole($0, lanes: program.options.lanes) }
    for tangent in program.tangents {
      for (position, slot) in slots.enumerated() where slot.variable == tangent.variable {
        guard let base = base(of: slot, tangent, slots, roles) else {
          throw .mesh("input '\(slot.name)' is the change of one that is not interpolated")
        }
        roles[position] = .tangent(base, isAlongY: tangent.isAlongY)
      }
    }
    return roles
  }

  private static func base(
    of slot: InterfaceSlot, _ tangent: InputTangent, _ slots: [InterfaceSlot], _ roles: [SlotRole]
  ) -> TangentBase? {
    let others = slots.indices.filter { slots[$0].variable == tangent.input }
    if others.contains(where: { slots[$0].builtIn == .fragCoord }) {
      return slot.path.last == 0 ? .depth : .reciprocalW
    }
    let path = tangent.path + slot.path
    guard let other = others.first(where: { slots[$0].path == path }) else { return nil }
    switch roles[other] {
    case .interpolated(let isPerspective, _), .barycentric(_, let isPerspective, _):
      return .slot(other, isPerspective: isPerspective)
    case .pointCoord: return .slot(other, isPerspective: false)
    case .flat, .fragCoord, .frontFacing, .primitive, .sampleNumber, .samplePosition, .sampleMask, .helper,
      .lane,
      .constant, .tangent:
      return nil
    }
  }
}
