import Conversion
import Differentiation
import Foundation
import Frontend
import SPIRV
import Testing

/// The `main` of each of our shaders as a function, called with the quad's seeds, against the ordinary conversion.
@Suite struct ShaderFunctionTests {
  /// Those that hold what no function without a quad can have, and a word of why.
  static let refused = [
    "interpolate-at.frag": "interpolate", "interpolate-at-es.frag": "interpolate",
    "quad-message.frag": "message", "query-lod.frag": "bias",
  ]

  /// Those with a site on the result of another.
  static let nested: Set = [
    "bump-specular.frag", "curvature.frag", "fbm-sin-hash.frag", "nested-derivatives.frag",
    "second-order-width.frag", "shadow-pcf.frag", "water-normals.frag",
  ]

  /// A Shadertoy has no `main`.
  @Test(arguments: Repository.shaders.filter { !$0.hasPrefix("shadertoy-") })
  func calledWithSeedsItGivesTheSame(name: String) throws {
    let text = try String(contentsOf: Repository.shaderFolder.appendingPathComponent(name), encoding: .utf8)
    if let word = Self.refused[name] {
      #expect {
        _ = try functionFile(text, path: name, ["main"], onCut: .zero)
      } throws: { error in
        (error as? ConversionError)?.description.contains(word) ?? false
      }
      return
    }
    let file = try functionFile(text, path: name, ["main"], onCut: .zero)
    let isNested = file.conversion.diagnostics.contains {
      $0.message.contains("a derivative of a derivative")
    }
    #expect(isNested == Self.nested.contains(name))
    // The caller hands no tangents of tangents over: what the function takes as zero, and says so, is not zero here.
    if isNested { return }
    let wrapper = try wrapper(around: file.text, source: text)
    let module = try compiledOnly(wrapper)
    #expect(try differences(ordinary(text, path: name, onCut: .zero), module) == [], "\(wrapper)")
  }

  /// A fragment shader with the source's interface that hands its inputs and their derivatives to `main_d`.
  private func wrapper(around file: String, source: String) throws -> String {
    let prototype = try #require(prototypes(file).first)
    let parameters = SignatureParameter.list(prototype)
    let lines = source.split(separator: "\n").map(String.init)
    let head = lines.filter {
      $0.hasPrefix("#version") || $0.hasPrefix("#extension") || $0.hasPrefix("precision")
    }
    let interface = lines.filter { line in
      line.wholeMatch(
        of:
          /\s*(layout\s*\([^)]*\)\s*)?((flat|smooth|noperspective|centroid|sample|highp|mediump|lowp)\s+)*(in|out)\s.*;.*/
      )
        != nil && !line.contains("early_fragment_tests")
    }
    var body = ""
    var arguments: [String] = []
    for (number, parameter) in parameters.enumerated() {
      let next = number + 1 < parameters.count ? parameters[number + 1].name : ""
      let declaration =
        interface.first { $0.contains(" \(parameter.name);") || $0.contains(" \(parameter.name)[") } ?? ""
      let isTangent = number > 0 && (parameter.name.hasSuffix("_dx") || parameter.name.hasSuffix("_dy"))
      if isTangent {
        arguments.append(parameter.name)
        continue
      }
      let builtIn = builtInNames[parameter.name]
      arguments.append(builtIn ?? parameter.name)
      guard parameter.passing == "in", next == "\(parameter.name)_dx" else { continue }
      let value = builtIn ?? parameter.name
      let isCentroid = declaration.contains("centroid") && !head.joined().contains("330")
      let kind =
        parameter.name == "fragCoord"
        ? "fragCoord"
        : declaration.contains("noperspective") || parameter.name == "pointCoord" ? "noperspective" : "smooth"
      body += seedCode(
        parameter, value: isCentroid ? "interpolateAtOffset(\(value), vec2(0.0))" : value, interpolation: kind
      )
    }
    return (head + interface + [file]).joined(separator: "\n")
      + "void main() {\n\(body)  main_d(\(arguments.joined(separator: ", ")));\n}\n"
  }

  private var builtInNames: [String: String] {
    [
      "fragCoord": "gl_FragCoord", "frontFacing": "gl_FrontFacing", "pointCoord": "gl_PointCoord",
      "fragDepth": "gl_FragDepth", "sampleID": "gl_SampleID", "sampleMask": "gl_SampleMask",
      "sampleMaskIn": "gl_SampleMaskIn", "samplePosition": "gl_SamplePosition",
      "clipDistance": "gl_ClipDistance",
      "primitiveID": "gl_PrimitiveID", "layer": "gl_Layer", "viewportIndex": "gl_ViewportIndex",
    ]
  }
}
