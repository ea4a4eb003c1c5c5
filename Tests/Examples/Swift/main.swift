import Conversion
import Frontend
import Glibc

// Converts a shader in memory and prints what became of it: what Tests/Examples/C does, in Swift.
// A package needs `.package(url: …)` and the product "Quadless" for it.

let shader = """
  #version 450
  #include "stripes.glsl"
  layout(location = 0) in vec2 uv;
  layout(location = 0) out vec4 color;
  void main() { color = vec4(stripes(uv * SCALE)); }

  """

let stripes = """
  float stripes(vec2 p) {
    float d = abs(fract(p.x) - 0.5) - 0.25;
    return clamp(0.5 - d / fwidth(p.x), 0.0, 1.0);
  }

  """

/// Writes to standard error.
func tell(_ text: String) {
  let line = text + "\n"
  write(STDERR_FILENO, line, line.utf8.count)
}

var options = ConversionOptions()
options.output = .glsl
options.compilation.definitions = [.init(name: "SCALE", value: "8.0")]
options.compilation.includer = { request in
  guard request.name == "stripes.glsl" else { return .missing }
  return .source(Source(path: request.name, text: stripes))
}
if let name = CommandLine.arguments.dropFirst().first {
  options.functions = FunctionOptions(names: [name])
}

do {
  let input = try Input(path: "stripes.frag", bytes: Array(shader.utf8))
  let conversion = try convert(input, options: options)
  for diagnostic in conversion.diagnostics { tell("\(diagnostic)") }
  for site in conversion.sites {
    tell(
      "\(site.location.file):\(site.location.line): \(site.name) in \(site.function): \(site.outcome), "
        + "\(site.cost) instructions")
  }
  print(String(decoding: conversion.bytes, as: UTF8.self), terminator: "")
} catch {
  tell("\(error)")
  exit(1)
}
