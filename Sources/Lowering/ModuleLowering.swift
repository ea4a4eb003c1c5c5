import CLLVM
import SPIRV

/// Lowers one module: what its functions share.
///
/// A SPIR-V value becomes its scalars in order (columns, members and elements one after another), each a value of
/// ``Lane``: LLVM sees scalars and vectors of lanes, and never a vector of components.
final class ModuleLowering {
  /// What is lowered, and how.
  let source: Module
  let index: ModuleIndex
  let options: LoweringOptions
  let entryPoint: ModuleIndex.EntryPoint
  /// Where instructions are made.
  let lane: Lane
  /// What the shader reads and writes.
  var interface = ShaderInterface()
  /// By Input and Output variable, its first slot.
  var firstInput: [ValueID: Int] = [:]
  var firstOutput: [ValueID: Int] = [:]
  /// Where the variables at global scope are.
  var globals: [ValueID: GlobalPlace] = [:]
  /// The functions that are called, by what they are specialised for.
  var instances: [InstanceKey: FunctionInstance] = [:]
  /// The same, callees before callers.
  var instanceOrder: [FunctionInstance] = []
  /// Variables of the invocation (Private) whose value may differ between lanes.
  var varyingGlobals: Set<ValueID> = []
  /// Variables of the invocation that are indexed dynamically.
  var indexedGlobals: Set<ValueID> = []
  /// How spans are shaded, where the module has that function.
  var spanPlan: SpanPlan?
  /// How the shader is a function of C, where it is to be one.
  var nativePlan: NativePlan?
  /// Positions of probes by their value.
  let probes: [ValueID: [Int]]

  private(set) var memberNames: [TypeID: [Int: String]] = [:]
  private(set) var memberDecorations: [TypeID: [Int: [Decoration: UInt32]]] = [:]
  private(set) var imageDetails: [TypeID: (texel: TypeID, isStorage: Bool)] = [:]
  private var leafCache: [TypeID: [ScalarKind]] = [:]
  private var constantCache: [ValueID: [Lane.Value]] = [:]
  /// A number that is not 0 where loops are to end; nil where nobody asks.
  let interruption: LLVMValueRef?
  /// Where instructions of constants that do not fold would land.
  private let scratch: LLVMBasicBlockRef

  init(_ source: Module, options: LoweringOptions, lane: Lane) throws {
    self.source = source
    self.options = options
    self.lane = lane
    index = ModuleIndex(source)
    let candidates = index.entryPoints.filter {
      $0.isFragment && (options.entryPoint == nil || $0.name == options.entryPoint)
    }
    guard let first = candidates.first else {
      throw LoweringError.noFragmentEntryPoint(named: options.entryPoint)
    }
    entryPoint = first
    var probes: [ValueID: [Int]] = [:]
    for (position, values) in options.probes.enumerated() {
      for value in values { probes[value, default: []].append(position) }
    }
    self.probes = probes
    interruption = options.isInterruptible ? Self.makeInterruption(lane) : nil
    let type = LLVMFunctionType(LLVMVoidTypeInContext(lane.context), nil, 0, 0)
    let function = LLVMAddFunction(lane.module, "constants", type)
    LLVMSetLinkage(function, LLVMInternalLinkage)
    scratch = LLVMAppendBasicBlockInContext(lane.context, function, "")
    for instruction in source.preamble { note(instruction) }
  }

  /// The name of the variable that the host sets.
  static let interruptionName = "quadless_interruption"

  private static func makeInterruption(_ lane: Lane) -> LLVMValueRef? {
    let variable = LLVMAddGlobal(lane.module, lane.integerType(32), interruptionName)
    LLVMSetInitializer(variable, LLVMConstInt(lane.integerType(32), 0, 0))
    return variable
  }

  /// Whether loops are to end, read anew at each place; nil where nobody asks.
  func isInterrupted() -> Lane.Value? {
    guard let interruption else { return nil }
    let value: Lane.Value = LLVMBuildLoad2(lane.builder, lane.integerType(32), interruption, "")
    LLVMSetOrdering(value, LLVMAtomicOrderingMonotonic)
    LLVMSetAlignment(value, 4)
    return lane.compare(LLVMIntNE, value, lane.integer(0))
  }

  /// How deep derivatives nest, where lanes have to know.
  private lazy var nesting: DerivativeNesting? =
    if case .stencil(_, let order) = options.derivatives, order > 1 {
      DerivativeNesting(source, index: index)
    } else {
      nil
    }

  /// The level of a derivative among those that its operand hangs on, from 1, by its result.
  func nestingLevel(_ result: ValueID) -> Int { nesting?.level(result) ?? 1 }

  /// Removes the place where constants were folded.
  func removeScratch() {
    LLVMDeleteFunction(LLVMGetBasicBlockParent(scratch))
  }

  private func note(_ instruction: Instruction) {
    if let naming = instruction.memberNaming {
      memberNames[naming.structure, default: [:]][naming.member] = naming.name
    } else if let decorating = instruction.memberDecorating {
      memberDecorations[decorating.structure, default: [:]][decorating.member, default: [:]][
        decorating.decoration] = decorating.literal ?? 0
    } else if let details = instruction.imageTypeDetails, let id = instruction.result {
      imageDetails[TypeID(id.rawValue)] = details
    }
  }

  /// The initializer of a variable at global scope.
  func initializer(of variable: ValueID) -> ValueID? {
    index.globals.first { $0.id == variable }?.initializer
  }

  // MARK: Types

  /// A type by id.
  func type(_ id: TypeID?) throws -> Type {
    guard let id, let type = index[id] else { throw LoweringError.malformed("a missing type") }
    return type
  }

  /// The type id of a value.
  func typeID(_ value: ValueID) throws -> TypeID {
    guard let id = index.type(of: value) else { throw LoweringError.malformed("\(value) has no type") }
    return id
  }

  /// What a pointer type points to, and where.
  func pointee(_ id: TypeID) throws -> (storage: StorageClass, type: TypeID) {
    guard case .pointer(let storage, let pointee) = try type(id) else {
      throw LoweringError.malformed("\(id) is no pointer type")
    }
    return (storage, pointee)
  }

  /// The scalars of a type, in order; none of images, samplers and pointers.
  func leaves(_ id: TypeID) throws -> [ScalarKind] {
    if let known = leafCache[id] { return known }
    let leaves: [ScalarKind]
    switch try type(id) {
    case .void, .image, .sampledImage, .opaque, .pointer, .function: leaves = []
    case .bool: leaves = [.bool]
    case .int(let width, let isSigned): leaves = [.int(width: width, isSigned: isSigned)]
    case .float(let width): leaves = [.float(width: width)]
    case .vector(let component, let count):
      leaves = Array(repeating: try self.leaves(component), count: count).flatMap { $0 }
    case .matrix(let column, let count):
      leaves = Array(repeating: try self.leaves(column), count: count).flatMap { $0 }
    case .array(let element, let length):
      let count = try arrayLength(length)
      let element = try self.leaves(element)
      try checkLeafCount(count * element.count)
      leaves = Array(repeating: element, count: count).flatMap { $0 }
    case .runtimeArray: throw LoweringError.unsupported("a runtime array as a value")
    case .structure(let members):
      let parts = try members.map { try self.leaves($0) }
      try checkLeafCount(parts.reduce(0) { $0 + $1.count })
      leaves = parts.flatMap { $0 }
    }
    leafCache[id] = leaves
    return leaves
  }

  private func checkLeafCount(_ count: Int) throws {
    guard count <= Self.leafLimit else { throw LoweringError.unsupported("a value of \(count) scalars") }
  }

  /// The most scalars of a value: beyond it code would grow without measure.
  private static let leafLimit = 65_536

  /// The scalars before an element of a composite, and the element's type.
  func element(_ position: Int, of id: TypeID) throws -> (start: Int, type: TypeID) {
    switch try type(id) {
    case .structure(let members):
      guard position >= 0, position < members.count else {
        throw LoweringError.malformed("no member \(position)")
      }
      return (try members[..<position].reduce(0) { $0 + (try leaves($1).count) }, members[position])
    default:
      let (count, type) = try elements(of: id)
      guard position >= 0, position < count else { throw LoweringError.malformed("no element \(position)") }
      return (position * (try leaves(type).count), type)
    }
  }

  /// The number of elements, all of one type, of a vector, matrix or array; 0 of a runtime array.
  func elements(of id: TypeID) throws -> (count: Int, type: TypeID) {
    switch try type(id) {
    case .vector(let component, let count): return (count, component)
    case .matrix(let column, let count): return (count, column)
    case .array(let element, let length): return (try arrayLength(length), element)
    case .runtimeArray(let element): return (0, element)
    default: throw LoweringError.malformed("\(id) has no elements")
    }
  }

  /// The columns and rows of a matrix type.
  func matrixShape(_ id: TypeID) throws -> (columns: Int, rows: Int) {
    guard case .matrix(let column, let columns) = try type(id), case .vector(_, let rows) = try type(column)
    else {
      throw LoweringError.malformed("\(id) is no matrix")
    }
    return (columns, rows)
  }

  /// The number of elements of an array, specialization constants included.
  func arrayLength(_ id: ValueID) throws -> Int {
    guard let length = try constantInteger(id), length >= 0 else {
      throw LoweringError.unsupported("an array whose length is no constant")
    }
    // Counts of elements can then be multiplied by one number of their kind.
    guard length <= Int(Int32.max) else { throw LoweringError.unsupported("an array of \(length) elements") }
    return length
  }

  /// The bytes of some elements. Offsets in blocks have 32 bits: no larger one can be read.
  func byteCount(_ count: Int, stride: Int) throws -> Int {
    let (bytes, overflows) = count.multipliedReportingOverflow(by: stride)
    guard !overflows, bytes <= Int(UInt32.max) else {
      throw LoweringError.unsupported("a resource of more than 4 GiB")
    }
    return bytes
  }

  /// What a scalar is in registers.
  func llvmType(_ kind: ScalarKind) -> LLVMTypeRef {
    switch kind {
    case .float(let width): width == 64 ? lane.doubleType : lane.elementType
    case .int(let width, _): lane.integerType(width)
    case .bool: lane.boolType
    }
  }

  // MARK: Constants

  /// The scalars of a constant; nil for a value that is none.
  func constant(_ id: ValueID) throws -> [Lane.Value]? {
    if let known = constantCache[id] { return known }
    guard let instruction = index.constantInstruction(id), let type = instruction.resultType else {
      return nil
    }
    let value = try constant(instruction, type)
    constantCache[id] = value
    return value
  }

  /// The number of an integer constant.
  func constantInteger(_ id: ValueID) throws -> Int? {
    guard let value = try constant(id)?.first, LLVMIsAConstantInt(value) != nil else { return nil }
    return Int(truncatingIfNeeded: LLVMConstIntGetSExtValue(value))
  }

  private func constant(_ instruction: Instruction, _ type: TypeID) throws -> [Lane.Value] {
    switch instruction.op {
    case .constantTrue: return [lane.bool(true)]
    case .constantFalse: return [lane.bool(false)]
    case .specConstantTrue: return [lane.bool(specialized(instruction).map { $0 != 0 } ?? true)]
    case .specConstantFalse: return [lane.bool(specialized(instruction).map { $0 != 0 } ?? false)]
    case .constant, .specConstant:
      return [try scalar(specialized(instruction) ?? instruction.constantBits ?? 0, try leaves(type).first)]
    case .constantComposite, .specConstantComposite:
      return try instruction.operandIDs.flatMap { part in
        guard let value = try constant(part) else { throw LoweringError.malformed("a constant of \(part)") }
        return value
      }
    case .constantNull, .undef: return try leaves(type).map { lane.zero(llvmType($0)) }
    case .specConstantOp:
      guard let inner = instruction.specializedOperation else {
        throw LoweringError.malformed("an OpSpecConstantOp without operation")
      }
      let here: LLVMBasicBlockRef? = LLVMGetInsertBlock(lane.builder)
      LLVMPositionBuilderAtEnd(lane.builder, scratch)
      defer { if let here { LLVMPositionBuilderAtEnd(lane.builder, here) } }
      let code = PureCode(module: self, lane: lane)
      guard
        let value = try code.lower(
          inner,
          { id in
            guard let value = try self.constant(id) else {
              throw LoweringError.malformed("a constant of \(id)")
            }
            return value
          }), value.allSatisfy({ LLVMIsConstant($0) != 0 })
      else { throw LoweringError.unsupported("OpSpecConstantOp \(inner.op)") }
      return value
    default: throw LoweringError.unsupported("\(instruction.op)")
    }
  }

  private func specialized(_ instruction: Instruction) -> UInt64? {
    guard !options.specialization.isEmpty, let result = instruction.result else { return nil }
    let id = index.decorations(of: result.rawValue).first { $0.0 == .specID }?.1
    return id.flatMap { options.specialization[$0] }
  }

  /// The scalar with some bits.
  private func scalar(_ bits: UInt64, _ kind: ScalarKind?) throws -> Lane.Value {
    switch kind {
    case .float(let width):
      let number: Double
      switch width {
      case 16: number = half(UInt16(truncatingIfNeeded: bits))
      case 32: number = Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      default: number = Double(bitPattern: bits)
      }
      // LLVM's C interface takes constants as doubles, which would quiet a signalling NaN: no shader can tell.
      return LLVMConstReal(llvmType(.float(width: width)), number)
    case .int(let width, _): return LLVMConstInt(lane.integerType(width), bits, 0)
    case .bool: return lane.bool(bits != 0)
    case nil: throw LoweringError.malformed("a constant of no scalar type")
    }
  }

  /// The number that the bits of a 16-bit float are (IEEE 754, binary16).
  private func half(_ bits: UInt16) -> Double {
    let sign: Double = bits >> 15 == 0 ? 1 : -1
    let fraction = Double(bits & 0x3ff)
    switch bits >> 10 & 0x1f {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    case let exponent:
      return sign * (1 + fraction / 1024) * Double(sign: .plus, exponent: Int(exponent) - 15, significand: 1)
    }
  }
}
