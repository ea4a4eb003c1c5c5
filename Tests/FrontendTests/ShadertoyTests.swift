import Testing

@testable import Frontend

/// Shadertoy's texts are told from others, and wrapped so that messages keep their lines.
@Suite struct ShadertoyTests {
  private let image = "void mainImage(out vec4 o, in vec2 u) { o = vec4(u / iResolution.xy, iTime, 1.0); }\n"

  private func compiled(_ text: String, dialect: SourceDialect? = nil) throws -> CompiledShader {
    var options = CompileOptions()
    options.dialect = dialect
    return try compile(Source(path: "toy.frag", text: text), options: options)
  }

  @Test func mainImageWithoutMainIsShadertoy() throws {
    let shader = try compiled(image)
    #expect(shader.profile == .es)
    #expect(shader.facts.shadertoyNames == ["iResolution", "iTime", "shadertoy_out_color"])
  }

  @Test func aMainOfItsOwnMakesItOrdinary() throws {
    let text = "#version 330\nuniform vec2 iResolution;\nuniform float iTime;\nout vec4 c;\n" + image
    let shader = try compiled(text + "void main() { mainImage(c, gl_FragCoord.xy); }\n")
    #expect(shader.facts.shadertoyNames == nil)
    #expect(throws: CompilationError.self) { try compiled(image, dialect: .glsl) }
  }

  @Test func channelsHoldWhatTheTextSamples() throws {
    let text =
      "void mainImage(out vec4 o, vec2 u) { o = texture(iChannel0, u) + texture(iChannel3, vec3(u, 1.0)); }"
    #expect(try compiled(text).facts.shadertoyNames == ["iChannel0", "iChannel3", "shadertoy_out_color"])
    #expect(throws: CompilationError.self) {
      try compiled(text + "float f(vec2 u) { return texture(iChannel3, u).x; }")
    }
    let cube = "void mainImage(out vec4 o, vec2 u) { o = texture(iChannel0, vec3(u, 1.0)); }"
    let list =
      try ShadertoyWrapper(TextScan(Array(cube.utf8)), Array(cube.utf8), dialect: nil)
      .map(\.candidates) ?? []
    #expect(list.map { $0.channels[0] } == [.texture, .cube, .volume])
  }

  @Test func declarationsOfTheTextsOwnAreLeftToIt() throws {
    let names = try compiled("uniform vec2 iResolution;\n#define iTime 1.0\n" + image).facts.shadertoyNames
    #expect(names == ["shadertoy_out_color"])
  }

  @Test(arguments: [1, 3, 7]) func errorsKeepTheirLines(line: Int) {
    let text = String(repeating: "\n", count: line - 1) + "void mainImage(out vec4 o, vec2 u) { o = oops; }\n"
    do {
      _ = try compiled(text)
      Issue.record("an undeclared name was taken")
    } catch let error as CompilationError {
      #expect(error.diagnostics.first?.line == line)
      #expect(error.diagnostics.first?.message.contains("oops") == true)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test func anEmptyTextIsNotShadertoys() {
    #expect(throws: CompilationError.self) { try compiled("// nothing\n", dialect: .shadertoy) }
  }
}
