import Testing

@testable import SPIRV

@Suite struct BuilderTests {
  private func plain() throws -> Module { try Module(words: SPIRVTools.assemble(Sample.plain)) }

  private func builder(_ module: Module) -> Builder { Builder(module, index: ModuleIndex(module)) }

  @Test func whatIsThereIsFound() throws {
    var module = try plain()
    var builder = builder(module)
    let float = builder.floatType(width: 32)
    #expect(float == TypeID(7))
    #expect(builder.vectorType(float, count: 4) == TypeID(8))
    #expect(builder.vectorType(float, count: 1) == float)
    #expect(builder.pointerType(.output, to: TypeID(8)) == TypeID(9))
    #expect(builder.functionType(result: TypeID(5), parameters: []) == TypeID(6))
    #expect(builder.constant(0.5, float) == ValueID(11))
    #expect(builder.glslSet() == ExtendedSetID(1))
    #expect(builder.scalarConstant(ValueID(11)) == 0.5 && builder.isConstant(ValueID(11)))
    #expect(builder.type(of: ValueID(13)) == TypeID(8))
    // Asking for what is there adds nothing.
    let before = module
    builder.finish(&module)
    #expect(module == before)
  }

  @Test func whatIsAddedIsAddedOnce() throws {
    var builder = builder(try plain())
    let double = builder.floatType(width: 64)
    #expect(builder.floatType(width: 64) == double)
    #expect(builder[double] == .float(width: 64))
    let one = builder.constant(1, double)
    #expect(builder.constant(1, double) == one && builder.constant(2, double) != one)
    // Negative zero is another number.
    #expect(builder.constant(-0.0, double) != builder.constant(0, double))
    let int = builder.intType(width: 32, isSigned: true)
    #expect(builder.intType(width: 32, isSigned: false) != int)
    #expect(builder.signed(-1) == builder.signed(-1) && builder.unsigned(1) != builder.signed(1))
    #expect(builder.boolType() == builder.boolType() && builder.null(int) == builder.null(int))
    #expect(builder.type(of: one) == double && builder.isConstant(one))
    // Structures and arrays carry decorations of their own, so each is another type.
    #expect(builder.structType(members: [int]) != builder.structType(members: [int]))
  }

  @Test func everySectionStaysValid() throws {
    var module = try plain()
    var builder = builder(module)
    let (float, half, double) = (TypeID(7), builder.floatType(width: 16), builder.floatType(width: 64))
    builder.require(capability: 9)
    builder.require(capability: 10)
    builder.require(capability: 10)
    builder.require(capability: 1)
    for type in [float, half, double] {
      _ = builder.constant(0.1, type)
      _ = builder.constant(0.1, builder.vectorType(type, count: 3))
    }
    let pair = builder.structType(members: [float, float])
    let array = builder.arrayType(element: pair, length: builder.unsigned(2))
    let variable = builder.globalVariable(.private, pointee: array, initializer: builder.null(array))
    builder.name(variable.rawValue, "pairs_dx")
    builder.name(member: 0, of: pair, "first")
    builder.decorate(variable.rawValue, .relaxedPrecision)
    builder.finish(&module)
    try SPIRVTools.validate(module.words, environment: .universal)
    let again = ModuleIndex(module)
    #expect(again.names[variable.rawValue] == "pairs_dx" && again.has(.relaxedPrecision, variable.rawValue))
    #expect(again.arrayLength(array) == 2)
    #expect(module.preamble.filter { $0.op == .capability }.count == 3)
    let sections = module.preamble.filter { !$0.isNote }.map { Builder.Section($0.op) }
    #expect(sections == sections.sorted())
  }

  @Test func importWhereThereIsNone() throws {
    let text = Sample.plain.split(separator: "\n").filter { !$0.contains("ExtInst") && !$0.contains("%15") }
    var module = try Module(words: SPIRVTools.assemble(text.joined(separator: "\n")))
    var builder = builder(module)
    #expect(builder.glslSet() == builder.glslSet())
    builder.finish(&module)
    try SPIRVTools.validate(module.words, environment: .universal)
    #expect(ModuleIndex(module).glsl != nil)
  }

  @Test func constantsOfEveryWidth() throws {
    var module = try plain()
    var builder = builder(module)
    builder.require(capability: 9)
    builder.require(capability: 10)
    let numbers = [0, 1, -2.5, 0.1, 65504, 1e-7, 3.0e38]
    var ids: [(ValueID, Double, Int)] = []
    for width in [16, 32, 64] {
      let type = builder.floatType(width: width)
      for number in numbers { ids.append((builder.constant(number, type), number, width)) }
    }
    builder.finish(&module)
    try SPIRVTools.validate(module.words, environment: .universal)
    for (id, number, width) in ids {
      let words = Array(module.preamble.first { $0.result == id }?.arguments ?? [])
      let expected: [UInt32] =
        switch width {
        case 16: [UInt32(Float16Bits.encode(number))]
        case 32: [Float(number).bitPattern]
        default:
          [
            UInt32(truncatingIfNeeded: number.bitPattern),
            UInt32(truncatingIfNeeded: number.bitPattern >> 32),
          ]
        }
      #expect(words == expected, "\(number) in \(width) bits")
    }
  }

  @Test func half() {
    let table: [(Double, UInt16)] = [
      (0, 0), (-0.0, 0x8000), (1, 0x3c00), (-2, 0xc000), (0.1, 0x2e66), (65504, 0x7bff), (65519.99, 0x7bff),
      (65520, 0x7c00), (1e30, 0x7c00), (-1e30, 0xfc00), (.infinity, 0x7c00), (-.infinity, 0xfc00),
      (.nan, 0x7e00),
      // Ties go to the even neighbour.
      (1 + 0x1p-11, 0x3c00), (1 + 0x1.8p-10, 0x3c02), (1 + 0x1.00001p-11, 0x3c01), (2 - 0x1p-12, 0x4000),
      // Subnormals, their ties, and the step to the least normal number.
      (0x1p-24, 1), (0x1p-25, 0), (0x1.8p-24, 2), (0x1.00001p-25, 1), (0x1.ff8p-15, 0x3ff),
      (0x1.ffep-15, 0x400),
      (0x1p-14, 0x400), (-0x1p-24, 0x8001), (1e-40, 0),
    ]
    for (number, bits) in table {
      #expect(
        Float16Bits.encode(number) == bits, "\(number) is \(String(Float16Bits.encode(number), radix: 16))")
    }
  }

  @Test func edits() throws {
    let module = try plain()
    let call = Instruction(.functionCall, [1, 2, 3, 4]).calling(FunctionID(9), adding: [ValueID(5)])
    #expect(call == Instruction(.functionCall, [1, 2, 9, 4, 5]))
    #expect(
      Instruction(.function, [1, 2, 0, 3]).withFunctionType(TypeID(8))
        == Instruction(.function, [1, 2, 0, 8]))
    let entry = try #require(module.preamble.first { $0.op == .entryPoint })
    let grown = ModuleIndex(
      try Module(
        words: Sample.header + [UInt32(entry.wordCount + 1) << 16 | UInt32(Op.entryPoint.rawValue)]
          + entry.addingToInterface([ValueID(77)]).operands))
    #expect(grown.entryPoints[0].interface == [ValueID(3), ValueID(4), ValueID(77)])
    #expect(grown.entryPoints[0].name == "main" && grown.entryPoints[0].isFragment)
  }
}
