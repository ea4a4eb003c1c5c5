import Foundation
import Testing
import VulkanWitness

/// Inputs of types that hold several vectors are fed as those vectors one by one.
@Suite struct InputBlockTests {
  /// Declarations of the same inputs, and what is drawn of them: by names of their own, and as parts of something.
  struct Pair: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var single: (declarations: String, color: String)
    var parts: (declarations: String, color: String)
  }

  private static let pairs = [
    Pair(
      testDescription: "location of the block, qualifiers of the members",
      single: (
        """
        layout(location = 2) in vec2 uv; layout(location = 3) flat in ivec2 n;
        layout(location = 4) noperspective in vec3 q; layout(location = 5) flat in float f;
        """, "vec4(uv.x * q.z, uv.y + q.y, n.y, f)"
      ),
      parts: (
        "layout(location = 2) in Block { vec2 uv; flat ivec2 n; noperspective vec3 q; flat float f; } v;",
        "vec4(v.uv.x * v.q.z, v.uv.y + v.q.y, v.n.y, v.f)"
      )),
    Pair(
      testDescription: "locations and components of the members, out of order, beside a single input",
      single: (
        """
        layout(location = 4) in vec2 uv; layout(location = 1, component = 1) noperspective in float a;
        layout(location = 1, component = 2) noperspective in float b; layout(location = 0) in float s;
        """, "vec4(uv, a * s, b)"
      ),
      parts: (
        """
        layout(location = 0) in float s;
        in Block {
          layout(location = 4) vec2 uv; layout(location = 1, component = 1) noperspective float a;
          layout(location = 1, component = 2) noperspective float b;
        } v;
        """, "vec4(v.uv, v.a * s, v.b)"
      )),
    Pair(
      testDescription: "arrays, matrices and structures in a block",
      single: (
        """
        layout(location = 0) in vec2 a0; layout(location = 1) in vec2 a1;
        layout(location = 2) in vec3 c0; layout(location = 3) in vec3 c1;
        layout(location = 4) in float s0; layout(location = 5) in vec4 t0;
        layout(location = 6) in float s1; layout(location = 7) in vec4 t1;
        """, "vec4(a1 * c1.yz, s1 + c0.x, t1.w + t0.x + s0 + a0.y)"
      ),
      parts: (
        """
        struct Part { float s; vec4 t; };
        layout(location = 0) in Block { vec2 a[2]; mat2x3 m; Part p[2]; } v;
        """, "vec4(v.a[1] * v.m[1].yz, v.p[1].s + v.m[0].x, v.p[1].t.w + v.p[0].t.x + v.p[0].s + v.a[0].y)"
      )),
    // Smooth: lavapipe (Mesa 22.3) loses the qualifiers of members where the block is an array, and SwiftShader does not.
    Pair(
      testDescription: "an array of blocks",
      single: (
        """
        layout(location = 1) in vec2 a0; layout(location = 2) in float n0;
        layout(location = 3) in vec2 a1; layout(location = 4) in float n1;
        """, "vec4(a0, a1.y, n0 + 3 * n1)"
      ),
      parts: (
        "layout(location = 1) in Block { vec2 a; float n; } v[2];",
        "vec4(v[0].a, v[1].a.y, v[0].n + 3 * v[1].n)"
      )),
    Pair(
      testDescription: "structures, matrices and arrays outside any block",
      single: (
        """
        layout(location = 0) in vec3 a; layout(location = 1) in vec2 c0; layout(location = 2) in vec2 c1;
        layout(location = 3, component = 2) in float f0; layout(location = 4, component = 2) in float f1;
        """, "vec4(a.zx, c0.x + c1.y, f0 * f1)"
      ),
      parts: (
        """
        struct Part { vec3 a; mat2 m; };
        layout(location = 0) in Part v; layout(location = 3, component = 2) in float f[2];
        """, "vec4(v.a.zx, v.m[0].x + v.m[1].y, f[0] * f[1])"
      )),
  ]

  /// What the corners hand over to inputs at any of the locations 0 to 7: other numbers to each component.
  private static func varyings(for declarations: String) -> [Varying] {
    var varyings: [Varying] = []
    for statement in declarations.split(separator: ";") {
      let words = statement.split { " =,()\n".contains($0) }
      guard let at = words.firstIndex(of: "location"), let location = Int(words[at + 1]) else { continue }
      let component = words.firstIndex(of: "component").flatMap { Int(words[$0 + 1]) } ?? 0
      let type = words[words.count - 2]
      let count = type.last.flatMap { Int(String($0)) } ?? 1
      let kind: Varying.Kind = type.hasPrefix("i") ? .int : type.hasPrefix("u") ? .uint : .float
      let corners = (0..<3).map { corner in
        (0..<count).map { index -> UInt32 in
          let number = UInt32(1 + location + 7 * (component + index) * (corner + 1) + 3 * corner * corner)
          return kind == .float ? Float(number).bitPattern : number
        }
      }
      varyings.append(
        Varying(location: location, firstComponent: component, kind: kind, corners: corners))
    }
    return varyings
  }

  @Test(arguments: pairs, CheckedDriver.allCases)
  func partsAreFedAsSingleInputs(pair: Pair, driver: CheckedDriver) throws {
    let witness = try driver.witness
    let images = try [pair.single, pair.parts].map { source in
      var drawing = Drawing(
        fragment: try compileFragment(
          """
          #version 450
          \(source.declarations)
          layout(location = 0) out vec4 color;
          void main() { color = \(source.color); }
          """), width: 16, height: 16)
      drawing.triangle = .perspective
      drawing.varyings = Self.varyings(for: pair.single.declarations)
      return try witness.draw(drawing)[0]
    }
    #expect(images[0].components == images[1].components)
    for component in 0..<4 {
      let values = Set((0..<256).map { images[0].components[4 * $0 + component] })
      #expect(!values.contains(0), "nothing arrives at component \(component)")
    }
    #expect(Set(images[0].components).count > 64)
  }

  /// A part that the corners do not hand over is said.
  @Test func partsWithoutNumbers() throws {
    let fragment = try compileFragment(
      """
      #version 450
      layout(location = 1) in Block { vec2 a; float b; } v;
      layout(location = 0) out vec4 color;
      void main() { color = vec4(v.a, v.b, 1.0); }
      """)
    var drawing = Drawing(fragment: fragment, width: 4, height: 4)
    drawing.varyings = [Varying(location: 1, origin: [1, 2], right: [3, 4], down: [5, 6])]
    let witness = try sharedWitness.get()
    #expect(throws: WitnessError.unsuitable("nothing is handed over at location 2, component 0")) {
      _ = try witness.draw(drawing)
    }
  }

  private static let checked = """
    #version 450
    layout(location = 1) in Block {
      vec2 uv; noperspective vec3 plain; flat int kind; centroid vec2 near[2]; mat2 frame;
    } v;
    layout(location = 0) out vec4 color;
    void main() {
      vec2 p = v.uv * v.uv.yx;
      vec2 q = v.frame * v.near[1];
      color = vec4(dFdx(p.x), fwidth(v.plain.y * v.plain.x), dFdy(q.y * q.x), float(v.kind));
    }
    """

  /// Derivatives of a block's members agree with the hardware's.
  @Test(arguments: CheckedDriver.allCases)
  func sitesOfMembersAgree(driver: CheckedDriver) throws {
    let check = try driver.check(loadedShader("block.frag", Self.checked))
    #expect(check.isPassed, "\(check.text)")
    #expect(check.sites.count == 3)
    #expect(check.sites.allSatisfy { $0.verdict == .agrees }, "\(check.text)")
    #expect(check.outputs.map(\.fedBy) == ["none", "derivatives", "derivatives", "derivatives", "none"])
  }

  /// A wrong one is seen, and no other.
  @Test(arguments: CheckedDriver.allCases)
  func aWrongSiteOfAMemberDiffers(driver: CheckedDriver) throws {
    var shader = try loadedShader("block.frag", Self.checked)
    let wrong = Self.checked.replacingOccurrences(of: "v.uv.yx", with: "v.uv.xx")
    shader.transformed = try loadedShader("block.frag", wrong).transformed
    let check = try driver.check(shader)
    #expect(check.sites.map(\.verdict) == [.differs, .agrees, .agrees], "\(check.text)")
  }

  /// Members of an array of blocks keep their qualifiers; not on lavapipe, see above.
  @Test func sitesOfAnArrayOfBlocksAgree() throws {
    let check = try CheckedDriver.swiftShader.check(
      loadedShader(
        "blocks.frag",
        """
        #version 450
        layout(location = 0) in Block { vec2 a; flat float n; noperspective float q; } v[2];
        layout(location = 0) out vec4 color;
        void main() {
          color = vec4(dFdx(v[1].n * v[1].a.x), dFdx(v[1].q * v[1].q), fwidth(v[0].q * v[1].a.y), v[1].n);
        }
        """))
    #expect(check.sites.count == 3)
    #expect(check.sites.allSatisfy { $0.verdict == .agrees }, "\(check.text)")
  }
}
