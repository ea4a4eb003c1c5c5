import Conversion
import Differentiation
import Foundation
import Frontend
import Interpreter
import SPIRV

/// Writes functions of a text for inclusion.
func functionFile(
  _ text: String, path: String = "functions.glsl", _ names: [String], resultTangents: Bool = false,
  onCut: CutPolicy = .keep, output: OutputKind = .glsl
) throws -> (text: String, conversion: Conversion) {
  var options = ConversionOptions()
  options.output = output
  options.differentiation.onCut = onCut
  var functions = FunctionOptions(names: names)
  functions.returnsTangents = resultTangents
  options.functions = functions
  let conversion = try convert(Input(path: path, bytes: Array(text.utf8)), options: options)
  return (String(decoding: conversion.bytes, as: UTF8.self), conversion)
}

/// The signatures in the comment at a file's head.
func prototypes(_ text: String) -> [String] {
  text.split(separator: "\n").filter { $0.hasPrefix("// ") && $0.hasSuffix(");") }.map {
    String($0.dropFirst(3))
  }
}

/// A parameter of a signature.
struct SignatureParameter {
  var passing: String
  var type: String
  var name: String
  /// The length of an array.
  var count: Int?

  /// The parameters of a signature, in order.
  static func list(_ prototype: String) -> [SignatureParameter] {
    guard let start = prototype.firstIndex(of: "("), let end = prototype.lastIndex(of: ")") else { return [] }
    return prototype[prototype.index(after: start)..<end].split(separator: ",").map { text in
      var words = text.split(separator: " ").map(String.init)
      words.removeAll { ["highp", "mediump", "lowp"].contains($0) }
      let passing = ["out", "inout"].contains(words[0]) ? words.removeFirst() : "in"
      let parts = words[1].split(separator: "[")
      return SignatureParameter(
        passing: passing, type: words[0], name: String(parts[0]),
        count: parts.count > 1 ? Int(parts[1].dropLast()) : nil)
    }
  }
}

/// The code of a fragment shader that computes an input's tangents from the quad, as `--seeds quad` does.
func seedCode(_ parameter: SignatureParameter, value: String, interpolation: String) -> String {
  var code = ""
  let count = parameter.count.map { "[\($0)]" } ?? ""
  let isMatrix = parameter.type.hasPrefix("mat")
  for direction in ["x", "y"] {
    let name = "\(parameter.name)_d\(direction)"
    code += "  \(parameter.type) \(name)\(count);\n"
    var places = parameter.count.map { count in (0..<count).map { "[\($0)]" } } ?? [""]
    if isMatrix, let columns = parameter.type.dropFirst(3).first?.wholeNumberValue {
      places = places.flatMap { place in (0..<columns).map { "\(place)[\($0)]" } }
    }
    for place in places {
      let d = "dFd\(direction)"
      let v = "\(value)\(place)"
      switch interpolation {
      case "fragCoord":
        let step = direction == "x" ? "1.0, 0.0" : "0.0, 1.0"
        code += "  \(name) = vec4(\(step), \(d)(gl_FragCoord.z), \(d)(gl_FragCoord.w));\n"
      case "noperspective": code += "  \(name)\(place) = \(d)(\(v));\n"
      default:
        let w = "gl_FragCoord.w"
        code += "  \(name)\(place) = (\(d)(\(v) * \(w)) - \(v) * \(d)(\(w))) / \(w);\n"
      }
    }
  }
  return code
}

/// What differs between what two fragment shaders give at some pixels: their outputs, and their samples with gradients.
func differences(_ first: Module, _ second: Module) throws -> [String] {
  let (one, other) = (try Program(first), try Program(second))
  var found: [String] = []
  func compare(_ a: [Double], _ b: [Double], _ what: String) {
    let differ =
      a.count != b.count || zip(a, b).contains { !(abs($0 - $1) <= 1e-9 + 1e-7 * max(abs($0), abs($1))) }
    if differ { found.append("\(what): \(a) and \(b)") }
  }
  var options = RunOptions()
  options.instructionLimit = 2_000_000
  for position in [Position(20.5, 31.5), Position(47.5, 12.5), Position(5.5, 70.5)] {
    let (a, b) = (try one.run(at: position, options: options), try other.run(at: position, options: options))
    if a.isDiscarded != b.isDiscarded { found.append("discard") }
    if a.outputs.isEmpty { found.append("no outputs") }
    for output in a.outputs {
      guard let other = b.outputs.first(where: { $0.name == output.name }) else {
        found.append("no output \(output.name)")
        continue
      }
      compare(output.value.floats.map(\.centre), other.value.floats.map(\.centre), output.name)
    }
    let gradients = [a, b].map { $0.samples.compactMap(\.gradients) }
    compare(gradients[0].flatMap { $0.dx + $0.dy }, gradients[1].flatMap { $0.dx + $0.dy }, "gradients")
  }
  return found
}

/// A converted fragment shader as a module.
func ordinary(_ text: String, path: String, onCut: CutPolicy = .keep) throws -> Module {
  var options = ConversionOptions()
  options.output = .spv
  options.differentiation.onCut = onCut
  return try Module(words: convert(Input(path: path, bytes: Array(text.utf8)), options: options).converted)
}

/// A fragment shader as glslang compiles it.
func compiledOnly(_ text: String) throws -> Module {
  try Module(
    words: compile(Source(path: "wrapper.frag", text: text), options: CompileOptions(mapsIO: true)).words)
}
