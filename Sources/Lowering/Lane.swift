import CLLVM

/// Builds instructions on lanes: the only type that knows how many there are.
///
/// A value is one scalar, the same on every lane ("uniform"), or a vector of ``width`` scalars. Every operation takes
/// either: two scalars give a scalar, and a scalar beside a vector is splatted. With one lane there are scalars only.
/// No instruction has a fast-math flag, so that a number is the same, bit for bit, at every width and whether its
/// operands were found uniform or not. Functions built on top must keep that: of a scalar they must give the bits
/// that they give of a vector's lane.
struct Lane {
  /// A value of LLVM's.
  typealias Value = LLVMValueRef

  /// The context, module and builder that instructions are made in.
  let context: LLVMContextRef
  let module: LLVMModuleRef
  let builder: LLVMBuilderRef
  /// W: 1, 4, 8 or 16.
  let width: Int
  /// What the shader's 32-bit floats become.
  let element: ElementType
  /// What the code is for.
  var processor = TargetProcessor.native
  /// Whether sums and products may be fused to multiply-adds: then numbers are not the same at every width.
  var contracts = false

  // MARK: Types

  /// The type of a float as the shader was lowered.
  var elementType: LLVMTypeRef { element == .float ? floatType : doubleType }
  /// 32-bit floats.
  var floatType: LLVMTypeRef { LLVMFloatTypeInContext(context) }
  /// 64-bit floats.
  var doubleType: LLVMTypeRef { LLVMDoubleTypeInContext(context) }
  /// 16-bit floats, for conversions only.
  var halfType: LLVMTypeRef { LLVMHalfTypeInContext(context) }
  /// Booleans and masks.
  var boolType: LLVMTypeRef { LLVMInt1TypeInContext(context) }
  /// Pointers.
  var pointerType: LLVMTypeRef { LLVMPointerTypeInContext(context, 0) }
  /// Integers of a width in bits.
  func integerType(_ bits: Int) -> LLVMTypeRef { LLVMIntTypeInContext(context, UInt32(bits)) }

  /// The type of ``width`` scalars: a vector, or the scalar itself with one lane.
  func lanes(_ scalar: LLVMTypeRef) -> LLVMTypeRef {
    width == 1 ? scalar : LLVMVectorType(scalar, UInt32(width))
  }

  /// The type of a value.
  func type(_ value: Value) -> LLVMTypeRef { LLVMTypeOf(value) }

  /// Whether a value is a vector; never with one lane.
  func isVector(_ value: Value) -> Bool { LLVMGetTypeKind(LLVMTypeOf(value)) == LLVMVectorTypeKind }

  /// The type of a value's scalars.
  func scalarType(_ value: Value) -> LLVMTypeRef {
    isVector(value) ? LLVMGetElementType(LLVMTypeOf(value)) : LLVMTypeOf(value)
  }

  /// A type of another scalar and as many lanes as a value has.
  func type(of scalar: LLVMTypeRef, like value: Value) -> LLVMTypeRef {
    isVector(value) ? LLVMVectorType(scalar, LLVMGetVectorSize(LLVMTypeOf(value))) : scalar
  }

  /// The width in bits of the scalars of an integer or floating-point value.
  func bits(_ value: Value) -> Int {
    let scalar = scalarType(value)
    switch LLVMGetTypeKind(scalar) {
    case LLVMHalfTypeKind: return 16
    case LLVMFloatTypeKind: return 32
    case LLVMDoubleTypeKind: return 64
    default: return Int(LLVMGetIntTypeWidth(scalar))
    }
  }

  /// Whether a value's scalars are floats.
  func isFloat(_ value: Value) -> Bool {
    let kind = LLVMGetTypeKind(scalarType(value))
    return kind == LLVMFloatTypeKind || kind == LLVMDoubleTypeKind || kind == LLVMHalfTypeKind
  }

  // MARK: Constants

  /// A floating-point constant of the element type, uniform.
  func number(_ number: Double) -> Value { LLVMConstReal(elementType, number) }

  /// A floating-point constant of a value's type.
  func number(_ number: Double, like value: Value) -> Value {
    constant(LLVMConstReal(scalarType(value), number), like: value)
  }

  /// A 32-bit integer constant, uniform.
  func integer(_ number: Int) -> Value { integer(number, bits: 32) }

  /// An integer constant of a width, uniform.
  func integer(_ number: Int, bits: Int) -> Value {
    LLVMConstInt(integerType(bits), UInt64(bitPattern: Int64(number)), 1)
  }

  /// An integer constant of a value's type.
  func integer(_ number: Int, like value: Value) -> Value {
    constant(LLVMConstInt(scalarType(value), UInt64(bitPattern: Int64(number)), 1), like: value)
  }

  /// A Boolean constant, uniform.
  func bool(_ truth: Bool) -> Value { LLVMConstInt(boolType, truth ? 1 : 0, 0) }

  /// The zero of a type.
  func zero(_ type: LLVMTypeRef) -> Value { LLVMConstNull(type) }

  /// A mask of chosen lanes.
  func mask(_ isOn: (Int) -> Bool) -> Value {
    vector((0..<width).map { bool(isOn($0)) })
  }

  /// A constant vector; its one element with one lane.
  func vector(_ elements: [Value]) -> Value {
    if width == 1, elements.count == 1 { return elements[0] }
    var elements: [LLVMValueRef?] = elements
    return LLVMConstVector(&elements, UInt32(elements.count))
  }

  private func constant(_ scalar: Value, like value: Value) -> Value {
    guard isVector(value) else { return scalar }
    var elements = [LLVMValueRef?](repeating: scalar, count: Int(LLVMGetVectorSize(LLVMTypeOf(value))))
    return LLVMConstVector(&elements, UInt32(elements.count))
  }

  // MARK: Shape

  /// The value on all lanes.
  func splat(_ value: Value) -> Value {
    if width == 1 || isVector(value) { return value }
    if LLVMIsConstant(value) != 0 { return vector(Array(repeating: value, count: width)) }
    let vector = LLVMVectorType(LLVMTypeOf(value), UInt32(width))
    let first = LLVMBuildInsertElement(builder, LLVMGetPoison(vector), value, integer(0), "")
    return LLVMBuildShuffleVector(
      builder, first, LLVMGetPoison(vector), LLVMConstNull(LLVMVectorType(integerType(32), UInt32(width))), ""
    )
  }

  /// Two values made alike: both scalars, or both vectors.
  func matched(_ a: Value, _ b: Value) -> (Value, Value) {
    switch (isVector(a), isVector(b)) {
    case (true, false): (a, splat(b))
    case (false, true): (splat(a), b)
    default: (a, b)
    }
  }

  /// Values made alike.
  func matched(_ values: [Value]) -> [Value] {
    values.contains { isVector($0) } ? values.map(splat) : values
  }

  /// The scalar of one lane; of a uniform value the value.
  func extract(_ value: Value, _ lane: Int) -> Value {
    isVector(value) ? LLVMBuildExtractElement(builder, value, integer(lane), "") : value
  }

  /// A vector with the scalar of one lane replaced.
  func insert(_ scalar: Value, into vector: Value, _ lane: Int) -> Value {
    isVector(vector) ? LLVMBuildInsertElement(builder, vector, scalar, integer(lane), "") : scalar
  }

  /// A vector of the given lanes of a value; a uniform value stays one.
  func shuffle(_ value: Value, _ lanes: [Int]) -> Value {
    guard isVector(value) else { return value }
    return LLVMBuildShuffleVector(
      builder, value, LLVMGetPoison(LLVMTypeOf(value)), vector(lanes.map { integer($0) }), "")
  }

  /// One scalar function applied to lane after lane; once where all operands are uniform.
  func perLane(_ operands: [Value], _ body: ([Value]) -> Value) -> Value {
    guard operands.contains(where: { isVector($0) }) else { return body(operands) }
    let scalars = (0..<width).map { lane in body(operands.map { extract($0, lane) }) }
    var result: Value = LLVMGetPoison(LLVMVectorType(LLVMTypeOf(scalars[0]), UInt32(width)))
    for lane in 0..<width { result = insert(scalars[lane], into: result, lane) }
    return result
  }

  // MARK: Floating-point arithmetic

  /// a + b.
  func add(_ a: Value, _ b: Value) -> Value { both(a, b) { relaxed(LLVMBuildFAdd(builder, $0, $1, "")) } }
  /// a − b.
  func sub(_ a: Value, _ b: Value) -> Value { both(a, b) { relaxed(LLVMBuildFSub(builder, $0, $1, "")) } }
  /// a · b.
  func mul(_ a: Value, _ b: Value) -> Value { both(a, b) { relaxed(LLVMBuildFMul(builder, $0, $1, "")) } }
  /// a / b.
  func div(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildFDiv(builder, $0, $1, "") } }
  /// a / b, where several numbers are divided by the same: by its reciprocal where instructions may be fused.
  func quotient(_ a: Value, _ b: Value) -> Value {
    let value = div(a, b)
    if contracts, LLVMIsAInstruction(value) != nil {
      LLVMSetFastMathFlags(value, LLVMFastMathFlags(LLVMFastMathAllowReciprocal))
    }
    return value
  }

  private func relaxed(_ value: Value?) -> Value {
    if contracts, LLVMIsAInstruction(value) != nil {
      LLVMSetFastMathFlags(value, LLVMFastMathFlags(LLVMFastMathAllowContract))
    }
    return value ?? LLVMGetUndef(elementType)
  }

  /// −a.
  func neg(_ a: Value) -> Value { LLVMBuildFNeg(builder, a, "") }
  /// a · b + c, rounded once.
  func fma(_ a: Value, _ b: Value, _ c: Value) -> Value { intrinsic("llvm.fma", [a, b, c]) }
  /// |a|.
  func abs(_ a: Value) -> Value { intrinsic("llvm.fabs", [a]) }
  /// The square root, correctly rounded.
  func sqrt(_ a: Value) -> Value { intrinsic("llvm.sqrt", [a]) }
  /// The greatest integer not above a.
  func floor(_ a: Value) -> Value { intrinsic("llvm.floor", [a]) }
  /// The least integer not below a.
  func ceil(_ a: Value) -> Value { intrinsic("llvm.ceil", [a]) }
  /// a without its fraction.
  func trunc(_ a: Value) -> Value { intrinsic("llvm.trunc", [a]) }
  /// The nearest integer, ties to even.
  func roundEven(_ a: Value) -> Value { intrinsic("llvm.roundeven", [a]) }
  /// |a| with the sign of b.
  func copysign(_ a: Value, _ b: Value) -> Value { intrinsic("llvm.copysign", [a, b]) }
  /// b where b < a, else a: as GLSL defines min.
  func min(_ a: Value, _ b: Value) -> Value { select(compare(LLVMRealOLT, b, a), b, a) }
  /// b where a < b, else a: as GLSL defines max.
  func max(_ a: Value, _ b: Value) -> Value { select(compare(LLVMRealOLT, a, b), b, a) }

  // MARK: Integer arithmetic and logic

  /// a + b, wrapping.
  func iadd(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildAdd(builder, $0, $1, "") } }
  /// a − b, wrapping.
  func isub(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildSub(builder, $0, $1, "") } }
  /// a · b, wrapping.
  func imul(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildMul(builder, $0, $1, "") } }
  /// Bitwise and; of masks, both.
  func and(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildAnd(builder, $0, $1, "") } }
  /// Bitwise or; of masks, either.
  func or(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildOr(builder, $0, $1, "") } }
  /// Bitwise exclusive or.
  func xor(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildXor(builder, $0, $1, "") } }
  /// Bitwise complement.
  func not(_ a: Value) -> Value { LLVMBuildNot(builder, a, "") }
  /// a shifted left; the count must be below the width.
  func shl(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildShl(builder, $0, $1, "") } }
  /// a shifted right, zeros coming in; the count must be below the width.
  func lshr(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildLShr(builder, $0, $1, "") } }
  /// a shifted right, sign bits coming in; the count must be below the width.
  func ashr(_ a: Value, _ b: Value) -> Value { both(a, b) { LLVMBuildAShr(builder, $0, $1, "") } }

  private func both(_ a: Value, _ b: Value, _ build: (Value, Value) -> Value) -> Value {
    let (a, b) = matched(a, b)
    return build(a, b)
  }

  // MARK: Comparison and choice

  /// A comparison of floats.
  func compare(_ predicate: LLVMRealPredicate, _ a: Value, _ b: Value) -> Value {
    both(a, b) { LLVMBuildFCmp(builder, predicate, $0, $1, "") }
  }

  /// A comparison of integers.
  func compare(_ predicate: LLVMIntPredicate, _ a: Value, _ b: Value) -> Value {
    both(a, b) { LLVMBuildICmp(builder, predicate, $0, $1, "") }
  }

  /// Whether a is not a number.
  func isNaN(_ a: Value) -> Value { compare(LLVMRealUNO, a, a) }

  /// a where the condition holds, else b, lane by lane.
  func select(_ condition: Value, _ a: Value, _ b: Value) -> Value {
    var (a, b) = matched(a, b)
    if isVector(condition) { (a, b) = (splat(a), splat(b)) }
    return LLVMBuildSelect(builder, condition, a, b, "")
  }

  // MARK: Masks

  /// Whether a mask is on in any lane; an i1.
  func any(_ mask: Value) -> Value {
    guard isVector(mask) else { return mask }
    return compare(LLVMIntNE, maskBits(mask), zero(integerType(width)))
  }

  /// Whether a mask is on in every lane; an i1.
  func all(_ mask: Value) -> Value {
    guard isVector(mask) else { return mask }
    return compare(LLVMIntEQ, maskBits(mask), LLVMConstAllOnes(integerType(width)))
  }

  /// A mask as an integer of ``width`` bits, bit by lane.
  func maskBits(_ mask: Value) -> Value {
    LLVMBuildBitCast(builder, splat(mask), integerType(width), "")
  }

  /// The mask that the low bits of a 32-bit integer are, bit by lane.
  func mask(fromBits bits: Value) -> Value {
    let low: Value = LLVMBuildTrunc(builder, bits, integerType(width), "")
    return width == 1 ? low : LLVMBuildBitCast(builder, low, lanes(boolType), "")
  }

  // MARK: Conversion

  /// The same bits as another type of scalars of the same size.
  func bitcast(_ value: Value, to scalar: LLVMTypeRef) -> Value {
    LLVMBuildBitCast(builder, value, type(of: scalar, like: value), "")
  }

  /// A float as another float type.
  func convertFloat(_ value: Value, to scalar: LLVMTypeRef) -> Value {
    LLVMBuildFPCast(builder, value, type(of: scalar, like: value), "")
  }

  /// An integer with its sign kept as another integer type.
  func convertSigned(_ value: Value, to scalar: LLVMTypeRef) -> Value {
    LLVMBuildIntCast2(builder, value, type(of: scalar, like: value), 1, "")
  }

  /// An integer without sign as another integer type.
  func convertUnsigned(_ value: Value, to scalar: LLVMTypeRef) -> Value {
    LLVMBuildIntCast2(builder, value, type(of: scalar, like: value), 0, "")
  }

  /// A signed integer as a float.
  func signedToFloat(_ value: Value, _ scalar: LLVMTypeRef) -> Value {
    LLVMBuildSIToFP(builder, value, type(of: scalar, like: value), "")
  }

  /// An unsigned integer as a float.
  func unsignedToFloat(_ value: Value, _ scalar: LLVMTypeRef) -> Value {
    LLVMBuildUIToFP(builder, value, type(of: scalar, like: value), "")
  }

  /// A float without its fraction as a signed integer. What does not fit, which SPIR-V leaves open, is one number at
  /// every width: the least integer where the processor has the instruction, else the nearest, and 0 of NaN.
  func floatToSigned(_ value: Value, _ scalar: LLVMTypeRef) -> Value {
    if let truncated = truncatedByProcessor(withoutZero(value), scalar) { return truncated }
    return saturated(value, scalar, isSigned: true) { LLVMBuildFPToSI(builder, $0, $1, "") }
  }

  /// A float without its fraction as an unsigned integer, saturating; 0 of NaN.
  func floatToUnsigned(_ value: Value, _ scalar: LLVMTypeRef) -> Value {
    saturated(value, scalar, isSigned: false) { LLVMBuildFPToUI(builder, $0, $1, "") }
  }

  /// As llvm.fptosi.sat and llvm.fptoui.sat, which LLVM takes apart into scalars on x86.
  private func saturated(
    _ value: Value, _ scalar: LLVMTypeRef, isSigned: Bool, _ convert: (Value, LLVMTypeRef) -> Value
  ) -> Value {
    let bits = Int(LLVMGetIntTypeWidth(scalar))
    let limit = number(Double(sign: .plus, exponent: isSigned ? bits - 1 : bits, significand: 1), like: value)
    let least =
      isSigned
      ? number(-Double(sign: .plus, exponent: bits - 1, significand: 1), like: value)
      : number(0, like: value)
    let isBelow = compare(LLVMRealOLT, value, limit)
    let inside = select(isBelow, max(value, least), number(0, like: value))
    let target = type(of: scalar, like: value)
    let result = convert(inside, target)
    let greatest: Value = LLVMConstInt(scalar, isSigned ? UInt64.max >> UInt64(65 - bits) : .max, 0)
    return select(compare(LLVMRealOGE, value, limit), constant(greatest, like: value), result)
  }

  // MARK: Calls

  /// An intrinsic of LLVM's, its operands made alike.
  ///
  /// - Parameters:
  ///   - name: the name without the types, for example `llvm.fma`.
  ///   - overloads: the types that the name is completed by; the first operand's where nil.
  func intrinsic(_ name: String, _ operands: [Value], overloads: [LLVMTypeRef]? = nil) -> Value {
    let operands = matched(operands)
    return call(intrinsic: name, operands, overloads: overloads ?? [LLVMTypeOf(operands[0])])
  }

  /// An intrinsic of LLVM's of one operand and a constant flag, as `llvm.cttz`.
  func intrinsic(_ name: String, _ operands: [Value], flag: Bool) -> Value {
    call(intrinsic: name, operands + [bool(flag)], overloads: [LLVMTypeOf(operands[0])])
  }

  /// An intrinsic of LLVM's, its operands as they are.
  func call(intrinsic name: String, _ operands: [Value], overloads: [LLVMTypeRef]) -> Value {
    var types: [LLVMTypeRef?] = overloads
    let id = LLVMLookupIntrinsicID(name, name.utf8.count)
    let function = LLVMGetIntrinsicDeclaration(module, id, &types, types.count)
    let type = LLVMIntrinsicGetType(context, id, &types, types.count)
    var arguments: [LLVMValueRef?] = operands
    return LLVMBuildCall2(builder, type, function, &arguments, UInt32(arguments.count), "")
  }

  /// A call of a C function found in the process that reads and writes no memory, declared by its operands' types.
  func call(_ name: String, _ operands: [Value], result: LLVMTypeRef) -> Value {
    var parameters: [LLVMTypeRef?] = operands.map { LLVMTypeOf($0) }
    let type: LLVMTypeRef = LLVMFunctionType(result, &parameters, UInt32(parameters.count), 0)
    let function = LLVMGetNamedFunction(module, name) ?? pureFunction(name, type)
    var arguments: [LLVMValueRef?] = operands
    return LLVMBuildCall2(builder, type, function, &arguments, UInt32(arguments.count), "")
  }

  private func pureFunction(_ name: String, _ type: LLVMTypeRef) -> LLVMValueRef {
    let function: LLVMValueRef = LLVMAddFunction(module, name, type)
    // memory(none) is 0. Without nobuiltin LLVM would fold calls of constants with its own host's library.
    for (attribute, value) in [("nounwind", 0), ("willreturn", 0), ("memory", 0), ("nobuiltin", 0)] {
      let kind = LLVMGetEnumAttributeKindForName(attribute, attribute.utf8.count)
      LLVMAddAttributeAtIndex(
        function, LLVMAttributeIndex(bitPattern: Int32(LLVMAttributeFunctionIndex)),
        LLVMCreateEnumAttribute(context, kind, UInt64(value)))
    }
    return function
  }
}
