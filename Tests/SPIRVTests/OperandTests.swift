import CSPIRVTools
import Foundation
import Testing

@testable import SPIRV

/// Where SPIRV-Tools' own parser sees ids in a module: for each instruction the positions after its first word.
private final class ParsedIDs {
  var positions: [Set<Int>] = []

  /// Parses a module; nil where the parser refuses it.
  static func parse(_ words: [UInt32]) -> [Set<Int>]? {
    let context = spvContextCreate(SPV_ENV_UNIVERSAL_1_6)
    defer { spvContextDestroy(context) }
    let parsed = ParsedIDs()
    var diagnostic: spv_diagnostic?
    defer { spvDiagnosticDestroy(diagnostic) }
    let status = spvBinaryParse(
      context, Unmanaged.passUnretained(parsed).toOpaque(), words, words.count, nil,
      { user, instruction in
        guard let user, let instruction = instruction?.pointee else { return SPV_SUCCESS }
        let operands = UnsafeBufferPointer(start: instruction.operands, count: Int(instruction.num_operands))
        let ids = operands.filter { ParsedIDs.isID($0.type) }.map { Int($0.offset) - 1 }
        Unmanaged<ParsedIDs>.fromOpaque(user).takeUnretainedValue().positions.append(Set(ids))
        return SPV_SUCCESS
      }, &diagnostic)
    return status == SPV_SUCCESS ? parsed.positions : nil
  }

  private static func isID(_ type: spv_operand_type_t) -> Bool {
    switch type {
    case SPV_OPERAND_TYPE_ID, SPV_OPERAND_TYPE_TYPE_ID, SPV_OPERAND_TYPE_RESULT_ID,
      SPV_OPERAND_TYPE_MEMORY_SEMANTICS_ID, SPV_OPERAND_TYPE_SCOPE_ID:
      true
    default: false
    }
  }
}

@Suite struct OperandTests {
  /// Where an instruction says its ids are: what changes when every id is mapped to another.
  private func positions(_ instruction: Instruction, switchLiteralWords: Int = 1) -> Set<Int>? {
    guard let mapped = instruction.mappingIDs(switchLiteralWords: switchLiteralWords, { $0 ^ 0x8000_0000 })
    else { return nil }
    #expect(mapped.op == instruction.op && mapped.wordCount == instruction.wordCount)
    let pairs = zip(instruction.operands, mapped.operands)
    return Set(pairs.enumerated().filter { $0.element.0 != $0.element.1 }.map(\.offset))
  }

  @Test func idsOfAWholeModule() throws {
    let words = try SPIRVTools.assemble(Sample.everything)
    let module = try Module(words: words)
    let expected = try #require(ParsedIDs.parse(words))
    var at = 0
    module.forEachInstruction { instruction in
      // The sample's second switch selects by a 64-bit integer.
      let isWide = instruction.op == .switch && instruction.operands[0] == 44
      #expect(
        positions(instruction, switchLiteralWords: isWide ? 2 : 1) == expected[at],
        "\(instruction.op), number \(at)")
      #expect(instruction.mappingIDs(switchLiteralWords: isWide ? 2 : 1) { $0 } == instruction)
      at += 1
    }
    #expect(at == expected.count)
  }

  /// Every opcode of the table that the parser can read without context, one synthetic instruction each.
  @Test func idsOfEveryOpcode() throws {
    var checked = 0
    for row in opTable {
      let layout = row.layout.withUTF8Buffer { Array($0) }
      for optional in [false, true] {
        let code = Op(rawValue: row.code)
        // LocalSizeId and UniformId: the modes and decorations with ids are not number 0.
        let operands: [UInt32] =
          switch code {
          case .executionModeId: [1, 38, 3, 4, 5]
          case .decorateId: [1, 27, 3]
          default: operands(layout, withOptional: optional)
          }
        let words = Sample.header + Sample.words(code, operands)
        guard let expected = ParsedIDs.parse(words), expected.count == 1 else { continue }
        checked += 1
        #expect(positions(Instruction(code, operands)) == expected[0], "\(row.name) \(operands)")
      }
    }
    print("\(checked) synthetic instructions parsed")
    #expect(checked > 1300)
  }

  /// Operands for a layout: ids from 1 on, zeros for literals.
  private func operands(_ layout: [UInt8], withOptional: Bool) -> [UInt32] {
    var operands: [UInt32] = []
    for (position, letter) in layout.enumerated() {
      let mark = position + 1 < layout.count ? layout[position + 1] : 0
      let isOptional = mark == UInt8(ascii: "?") || mark == UInt8(ascii: "*")
      if isOptional && !withOptional { continue }
      switch letter {
      case UInt8(ascii: "t"), UInt8(ascii: "r"), UInt8(ascii: "i"):
        operands.append(UInt32(operands.count + 1))
      case UInt8(ascii: "p"): operands += [UInt32(operands.count + 1), UInt32(operands.count + 2)]
      case UInt8(ascii: "v"): operands += [UInt32(operands.count + 1), 0]
      case UInt8(ascii: "s"): operands.append(0x61)
      case UInt8(ascii: "o"): operands += [UInt32(Op.iAdd.rawValue), 8, 9]
      case UInt8(ascii: "?"), UInt8(ascii: "*"): break
      default: operands.append(0)
      }
    }
    return operands
  }

  @Test func names() throws {
    var others: [String] = []
    for row in opTable {
      let name = "Op" + String(cString: spvOpcodeString(UInt32(row.code)))
      if name != "\(row.name)" { others.append("\(row.name) \(name)") }
    }
    #expect(others == [])
    #expect("\(Op.fAdd)" == "OpFAdd" && "\(Op.imageSampleImplicitLod)" == "OpImageSampleImplicitLod")
  }

  @Test func everyGLSLInstructionIsListed() {
    #expect(GLSLInstruction.allCases.map(\.rawValue) == Array(1...81))
    #expect(GLSLInstruction.nClamp.rawValue == 81 && GLSLInstruction.inverseSqrt.rawValue == 32)
  }

  private static let grammar = "/usr/include/spirv/unified1/spirv.core.grammar.json"

  /// `make grammar` would change nothing.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: grammar))) func generatedFilesAreCurrent() throws
  {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Grammar/generate_opcodes.py")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script.path, "--check"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
