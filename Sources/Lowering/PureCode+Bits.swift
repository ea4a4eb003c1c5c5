import CLLVM
import SPIRV

extension PureCode {
  /// Bit fields, counts and arithmetic of double width.
  func bits(_ instruction: Instruction, _ ids: [ValueID], _ value: Operands) throws -> [Lane.Value]? {
    switch instruction.op {
    case .sNegate: return try componentwise(ids, value) { lane.isub(lane.integer(0, like: $0[0]), $0[0]) }
    case .not: return try componentwise(ids, value) { lane.not($0[0]) }
    case .bitReverse: return try componentwise(ids, value) { lane.intrinsic("llvm.bitreverse", $0) }
    case .bitCount:
      let result = try resultScalar(instruction)
      return try componentwise(ids, value) {
        lane.convertUnsigned(lane.intrinsic("llvm.ctpop", $0), to: result)
      }
    case .bitFieldInsert:
      let values = try operands(ids, 4, value)
      return zip(values[0], values[1]).map { insertField($0, $1, values[2][0], values[3][0]) }
    case .bitFieldUExtract, .bitFieldSExtract:
      let values = try operands(ids, 3, value)
      let isSigned = instruction.op == .bitFieldSExtract
      return values[0].map { extractField($0, values[1][0], values[2][0], isSigned: isSigned) }
    case .iAddCarry:
      return try pairs(ids, value) { a, b in
        let sum = lane.iadd(a, b)
        return (sum, lane.convertUnsigned(lane.compare(LLVMIntULT, sum, a), to: lane.scalarType(a)))
      }
    case .iSubBorrow:
      return try pairs(ids, value) { a, b in
        (lane.isub(a, b), lane.convertUnsigned(lane.compare(LLVMIntULT, a, b), to: lane.scalarType(a)))
      }
    case .uMulExtended: return try pairs(ids, value) { a, b in extendedProduct(a, b, lane.convertUnsigned) }
    case .sMulExtended: return try pairs(ids, value) { a, b in extendedProduct(a, b, lane.convertSigned) }
    default: return nil
    }
  }

  private func resultScalar(_ instruction: Instruction) throws -> LLVMTypeRef {
    guard let type = instruction.resultType, let kind = try module.leaves(type).first else {
      throw LoweringError.malformed("\(instruction.op) without result")
    }
    return module.llvmType(kind)
  }

  /// Two results for each component: all the first ones, then all the second ones.
  private func pairs(
    _ ids: [ValueID], _ value: Operands, _ body: (Lane.Value, Lane.Value) -> (Lane.Value, Lane.Value)
  ) throws -> [Lane.Value] {
    let values = try operands(ids, 2, value)
    let results = zip(values[0], values[1]).map { a, b in
      let (a, b) = lane.matched(a, b)
      return body(a, b)
    }
    return results.map(\.0) + results.map(\.1)
  }

  private func extendedProduct(
    _ a: Lane.Value, _ b: Lane.Value, _ widen: (Lane.Value, LLVMTypeRef) -> Lane.Value
  ) -> (Lane.Value, Lane.Value) {
    let width = lane.bits(a)
    let wide = lane.integerType(2 * width)
    let product = lane.imul(widen(a, wide), widen(b, wide))
    let narrow = lane.integerType(width)
    return (
      lane.convertUnsigned(product, to: narrow),
      lane.convertUnsigned(lane.lshr(product, lane.integer(width, like: product)), to: narrow)
    )
  }

  /// Offset and count of a field, brought into the number's bits, and the mask of the count's low bits.
  private func field(
    _ base: Lane.Value, _ offset: Lane.Value, _ count: Lane.Value
  ) -> (offset: Lane.Value, count: Lane.Value, mask: Lane.Value) {
    let width = lane.bits(base)
    let scalar = lane.scalarType(base)
    let offset = clamp(lane.convertSigned(offset, to: scalar), lane.integer(width - 1, bits: width))
    let count = clamp(
      lane.convertSigned(count, to: scalar), lane.isub(lane.integer(width, bits: width), offset))
    let isEmpty = lane.compare(LLVMIntEQ, count, lane.integer(0, like: count))
    let unused = lane.isub(lane.integer(width, like: count), count)
    let ones = lane.integer(-1, like: count)
    let mask = lane.select(
      isEmpty, lane.integer(0, like: count),
      lane.lshr(ones, lane.and(unused, lane.integer(width - 1, like: unused))))
    return (offset, count, mask)
  }

  private func clamp(_ value: Lane.Value, _ limit: Lane.Value) -> Lane.Value {
    lane.intrinsic("llvm.smin", [lane.intrinsic("llvm.smax", [value, lane.integer(0, like: value)]), limit])
  }

  private func insertField(
    _ base: Lane.Value, _ insert: Lane.Value, _ offset: Lane.Value, _ count: Lane.Value
  ) -> Lane.Value {
    let field = field(base, offset, count)
    let mask = lane.shl(field.mask, field.offset)
    return lane.or(lane.and(base, lane.not(mask)), lane.and(lane.shl(insert, field.offset), mask))
  }

  private func extractField(
    _ base: Lane.Value, _ offset: Lane.Value, _ count: Lane.Value, isSigned: Bool
  ) -> Lane.Value {
    let field = field(base, offset, count)
    let bits = lane.and(lane.lshr(base, field.offset), field.mask)
    guard isSigned else { return bits }
    // Flipping the field's top bit and taking it away again extends the sign.
    let top = lane.xor(field.mask, lane.lshr(field.mask, lane.integer(1, like: field.mask)))
    return lane.isub(lane.xor(bits, top), top)
  }

  // MARK: Conversions

  /// Conversions between numbers.
  func conversion(_ instruction: Instruction, _ ids: [ValueID], _ value: Operands) throws -> [Lane.Value]? {
    switch instruction.op {
    case .convertFToS, .convertFToU, .convertSToF, .convertUToF, .uConvert, .sConvert, .fConvert,
      .quantizeToF16,
      .bitcast:
      break
    default: return nil
    }
    guard let type = instruction.resultType, let id = ids.first else { return nil }
    let kinds = try module.leaves(type)
    let scalars = try value(id)
    if instruction.op == .bitcast {
      return try bitcast(scalars, try module.leaves(try module.typeID(id)), kinds)
    }
    guard kinds.count == scalars.count else { throw LoweringError.malformed("a conversion between sizes") }
    return zip(scalars, kinds).map { scalar, kind in
      let target = module.llvmType(kind)
      switch instruction.op {
      case .convertFToS: return decided(lane.floatToSigned(scalar, target))
      case .convertFToU: return decided(lane.floatToUnsigned(scalar, target))
      case .convertSToF: return rounded(lane.signedToFloat(scalar, target), to: kind)
      case .convertUToF: return rounded(lane.unsignedToFloat(scalar, target), to: kind)
      case .uConvert: return lane.convertUnsigned(scalar, to: target)
      case .sConvert: return lane.convertSigned(scalar, to: target)
      case .quantizeToF16: return rounded(scalar, to: .float(width: 16))
      default: return rounded(lane.convertFloat(scalar, to: target), to: kind)
      }
    }
  }

  /// A number rounded where its type is narrower than what computes it: a 16-bit float. In double mode nothing is
  /// rounded, so that a verdict does not see steps where a derivative is asked for.
  private func rounded(_ value: Lane.Value, to kind: ScalarKind) -> Lane.Value {
    kind == .float(width: 16) && module.options.element == .float ? half(value) : value
  }

  /// A number rounded to 16 bits (through 32 of them, as processors convert).
  func half(_ value: Lane.Value) -> Lane.Value {
    lane.convertFloat(halfBits(value), to: lane.scalarType(value))
  }

  /// A number as a 16-bit float.
  func halfBits(_ value: Lane.Value) -> Lane.Value {
    lane.convertFloat(lane.convertFloat(value, to: lane.floatType), to: lane.halfType)
  }

  /// The bits of a scalar as an integer as wide as its type in the shader.
  func rawBits(_ value: Lane.Value, _ kind: ScalarKind) -> Lane.Value {
    switch kind {
    case .float(16): decided(lane.bitcast(halfBits(value), to: lane.integerType(16)))
    case .float(32):
      decided(lane.bitcast(lane.convertFloat(value, to: lane.floatType), to: lane.integerType(32)))
    case .float: decided(lane.bitcast(value, to: lane.integerType(64)))
    case .int, .bool: value
    }
  }

  /// The scalar with some bits.
  func scalar(fromBits bits: Lane.Value, _ kind: ScalarKind) -> Lane.Value {
    switch kind {
    case .float(16): lane.convertFloat(lane.bitcast(bits, to: lane.halfType), to: lane.elementType)
    case .float(32): lane.convertFloat(lane.bitcast(bits, to: lane.floatType), to: lane.elementType)
    case .float: lane.bitcast(bits, to: lane.doubleType)
    case .int, .bool: bits
    }
  }

  private func width(_ kind: ScalarKind) -> Int {
    switch kind {
    case .float(let width), .int(let width, _): width
    case .bool: 1
    }
  }

  /// The same bits as scalars of another type; components join or split where the widths differ, the low ones first.
  func bitcast(_ scalars: [Lane.Value], _ from: [ScalarKind], _ to: [ScalarKind]) throws -> [Lane.Value] {
    guard let source = from.first.map(width), let target = to.first.map(width), scalars.count == from.count,
      source * from.count == target * to.count, source > 1
    else { throw LoweringError.unsupported("OpBitcast to a pointer") }
    let bits = zip(scalars, from).map { rawBits($0, $1) }
    if source == target { return zip(bits, to).map { scalar(fromBits: $0, $1) } }
    let type = lane.integerType(target)
    return to.enumerated().map { position, kind in
      if source > target {
        let ratio = source / target
        let whole = bits[position / ratio]
        let shifted = lane.lshr(whole, lane.integer(position % ratio * target, like: whole))
        return scalar(fromBits: lane.convertUnsigned(shifted, to: type), kind)
      }
      let ratio = target / source
      var joined = lane.convertUnsigned(bits[position * ratio], to: type)
      for part in 1..<ratio {
        let wide = lane.convertUnsigned(bits[position * ratio + part], to: type)
        joined = lane.or(joined, lane.shl(wide, lane.integer(part * source, like: wide)))
      }
      return scalar(fromBits: joined, kind)
    }
  }
}
