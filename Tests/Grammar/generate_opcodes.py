#!/usr/bin/env python3
"""Writes Op.swift, OpTable.swift and GLSLInstruction.swift of Sources/SPIRV from the grammar files of Debian's
spirv-headers. With --check it writes nothing and fails where a file differs from what it would write."""
import argparse
import json
import pathlib
import sys

OP_HEAD = """\
/// The instruction opcodes of SPIR-V 1.0 to 1.6 and its registered extensions, by their specification names
/// without the `Op` prefix (SPIR-V specification, section 3.52). Written by `make grammar` from
/// the grammar file of Debian's spirv-headers; do not edit by hand.
///
/// An opcode that is not listed is as legal as any other: `Op(rawValue:)` keeps it and every instruction
/// with it is carried through word for word.
public struct Op: RawRepresentable, Hashable, Sendable {
  /// The opcode's number, the low 16 bits of an instruction's first word.
  public var rawValue: UInt16

  /// The opcode with a number, known or not.
  public init(rawValue: UInt16) { self.rawValue = rawValue }
}

// Names as the specification has them, some longer than a line.
// swift-format-ignore
extension Op {
"""

TABLE_HEAD = """\
/// Name and operand layout of every known opcode, written by `make grammar` from the grammar file of
/// Debian's spirv-headers; do not edit by hand. ``OperandLayout`` explains the letters.
let opTable: [(code: UInt16, name: StaticString, layout: StaticString)] = [
"""

GLSL_HEAD = """\
/// The instructions of the extended set GLSL.std.450, by their specification names (SPIR-V Extended Instructions
/// for GLSL, section 2). Written by `make grammar`; do not edit by hand.
public enum GLSLInstruction: UInt32, CaseIterable, Sendable {
"""

# The letters of OperandLayout; a literal of any other kind is `l`.
LETTERS = {
    "IdResultType": "t",
    "IdResult": "r",
    "IdRef": "i",
    "IdScope": "i",
    "IdMemorySemantics": "i",
    "LiteralString": "s",
    "LiteralContextDependentNumber": "n",
    "LiteralSpecConstantOpInteger": "o",
    "PairLiteralIntegerIdRef": "w",
    "PairIdRefLiteralInteger": "v",
    "PairIdRefIdRef": "p",
    "ImageOperands": "g",
    "MemoryAccess": "m",
    "LoopControl": "c",
    "ExecutionMode": "e",
    "Decoration": "d",
}

# What follows the mode or decoration of these are ids, which the grammar does not say.
OVERRIDES = {"OpExecutionModeId": "ili*", "OpDecorateId": "ili*"}

SWIFT_KEYWORDS = {
    "switch", "return", "in", "import", "extension", "func", "var", "let", "class", "default", "undef",
}


def lower_camel(name):
    """DPdxFine -> dPdxFine, FAdd -> fAdd, SDotKHR -> sDotKHR, IAddCarry -> iAddCarry."""
    capitals = 0
    while capitals < len(name) and name[capitals].isupper():
        capitals += 1
    if capitals == 0:
        return name
    if capitals == 1:
        return name[0].lower() + name[1:]
    if capitals == len(name):
        return name.lower()
    return name[: capitals - 1].lower() + name[capitals - 1 :]


def layout(instruction):
    """An instruction's operands in OperandLayout's letters."""
    if instruction["opname"] in OVERRIDES:
        return OVERRIDES[instruction["opname"]]
    letters = ""
    for operand in instruction.get("operands", []):
        letter = LETTERS.get(operand["kind"], "l")
        quantifier = operand.get("quantifier", "")
        # Pairs repeat to the end by themselves.
        letters += letter + ("" if quantifier == "*" and letter in "wvp" else quantifier)
    return letters


def vendor_rank(name):
    """Of several names of one opcode the core's comes first, then KHR's, then EXT's."""
    if not name[-2:].isupper():
        return 0
    return 1 if name.endswith("KHR") else 2 if name.endswith("EXT") else 3


def opcode_rows(grammar):
    """One (name, opcode, layout) for each opcode, sorted by opcode."""
    rows = {}
    for instruction in sorted(
        grammar["instructions"], key=lambda i: (i["opcode"], vendor_rank(i["opname"]))
    ):
        rows.setdefault(instruction["opcode"], (instruction["opname"], layout(instruction)))
    return [(name, opcode, letters) for opcode, (name, letters) in sorted(rows.items())]


def op_file(rows):
    names = [lower_camel(name[2:]) for name, _, _ in rows]
    assert len(set(names)) == len(names), "two opcodes of one Swift name"
    quoted = [f"`{name}`" if name in SWIFT_KEYWORDS else name for name in names]
    lines = [
        f"  public static var {name}: Op {{ Op(rawValue: {opcode}) }}\n"
        for name, (_, opcode, _) in zip(quoted, rows)
    ]
    return OP_HEAD + "".join(lines) + "}\n"


def table_file(rows):
    return TABLE_HEAD + "".join(f'  ({opcode}, "{name}", "{letters}"),\n' for name, opcode, letters in rows) + "]\n"


def glsl_file(grammar):
    lines = [f"  case {lower_camel(i['opname'])} = {i['opcode']}\n" for i in grammar["instructions"]]
    return GLSL_HEAD + "".join(lines) + "}\n"


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--grammar", type=pathlib.Path, default=pathlib.Path("/usr/include/spirv/unified1"))
    parser.add_argument("--output", type=pathlib.Path, default=root / "Sources" / "SPIRV")
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    rows = opcode_rows(json.loads((arguments.grammar / "spirv.core.grammar.json").read_text()))
    glsl = json.loads((arguments.grammar / "extinst.glsl.std.450.grammar.json").read_text())
    files = {"Op.swift": op_file(rows), "OpTable.swift": table_file(rows), "GLSLInstruction.swift": glsl_file(glsl)}
    for name, text in files.items():
        path = arguments.output / name
        if not arguments.check:
            path.write_text(text)
        elif path.read_text() != text:
            sys.exit(f"{path} is not what the grammar gives: run make grammar")


if __name__ == "__main__":
    main()
