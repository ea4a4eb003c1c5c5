import CLLVM
import CShaderABI

/// What the functions of a shader share besides variables: the helper lanes and the flags, on the entry's frame.
struct InvocationState {
  /// Two 32-bit integers: helpers by lane, then flags.
  let pointer: Lane.Value
  /// The bytes it takes.
  static let size = 8

  private func flags(_ module: ModuleLowering) -> Lane.Value {
    module.advance(pointer, module.lane.integer(4, bits: 64))
  }

  /// The helper lanes, bit by lane.
  func helpers(_ module: ModuleLowering) -> Lane.Value {
    LLVMBuildLoad2(module.lane.builder, module.lane.integerType(32), pointer, "")
  }

  /// Makes lanes helpers.
  func demote(_ mask: Lane.Value, _ module: ModuleLowering) {
    let lane = module.lane
    let bits = lane.convertUnsigned(lane.maskBits(mask), to: lane.integerType(32))
    LLVMBuildStore(lane.builder, lane.or(helpers(module), bits), pointer)
  }

  /// Sets a flag where a condition holds.
  func raise(_ flag: Int, _ condition: Lane.Value, _ module: ModuleLowering) {
    let lane = module.lane
    let flags = flags(module)
    let before: Lane.Value = LLVMBuildLoad2(lane.builder, lane.integerType(32), flags, "")
    let bit = lane.select(condition, lane.integer(flag), lane.integer(0))
    LLVMBuildStore(lane.builder, lane.or(before, bit), flags)
  }

  /// The flags raised so far.
  func raised(_ module: ModuleLowering) -> Lane.Value {
    LLVMBuildLoad2(module.lane.builder, module.lane.integerType(32), flags(module), "")
  }

  /// Whether lanes of the stencil disagreed so far.
  func isTainted(_ module: ModuleLowering) -> Lane.Value {
    let lane = module.lane
    let bit = lane.and(raised(module), lane.integer(Int(QuadlessFlagTainted.rawValue)))
    return lane.compare(LLVMIntNE, bit, lane.integer(0))
  }
}

extension ModuleLowering {
  /// A field of a structure of the host's that does not change while the shader runs.
  func load<Root, Field>(_ type: LLVMTypeRef, _ base: Lane.Value, _ field: KeyPath<Root, Field>) -> Lane.Value
  {
    let offset = MemoryLayout<Root>.offset(of: field) ?? 0
    return loadElement(type, base, offset, bytes: 1)
  }

  /// An element of an array of the host's that does not change while the shader runs.
  func loadElement(_ type: LLVMTypeRef, _ base: Lane.Value, _ position: Int, bytes: Int) -> Lane.Value {
    let place = advance(base, lane.integer(position * bytes, bits: 64))
    return invariant(LLVMBuildLoad2(lane.builder, type, place, ""))
  }

  /// A value at an address that is only as aligned as its scalars.
  func loadUnaligned(
    _ type: LLVMTypeRef, _ address: Lane.Value, bytes: Int = 4, isInvariant: Bool = false
  ) -> Lane.Value {
    let value: Lane.Value = LLVMBuildLoad2(lane.builder, type, address, "")
    LLVMSetAlignment(value, UInt32(min(4, bytes)))
    return isInvariant ? invariant(value) : value
  }

  private func invariant(_ load: Lane.Value) -> Lane.Value {
    let name = "invariant.load"
    let kind = LLVMGetMDKindIDInContext(lane.context, name, UInt32(name.utf8.count))
    let node = LLVMMDNodeInContext2(lane.context, nil, 0)
    LLVMSetMetadata(load, kind, LLVMMetadataAsValue(lane.context, node))
    return load
  }
}
