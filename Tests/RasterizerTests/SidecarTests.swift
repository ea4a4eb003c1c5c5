import Foundation
import Rasterizer
import Testing

@Suite struct SidecarTests {
  @Test func everythingCanBeSaid() throws {
    let sidecar = try Sidecar(
      yaml: """
        scene: torus
        size: [320, 200]
        frame: 45
        tolerance: 1e-3
        sites:
          31: { tolerance: 0.01, unproven: "jumps" }
          40: { unproven: "no reference" }
        varyings:
          uv: uv
          heat: { from: normal, scale: [2, 3], offset: 0.5 }
          height: { from: uv, range: [-1, 1] }
          shade: { affine: [[0.1, 0.5, 0], [0, 0, 1]] }
          tint: [1, 0.5, 0]
          one: 1
        uniforms:
          count: 4
          on: true
          palette: [[1, 0, 0], [0, 1, 0]]
          camera.model: inverse-view
        textures:
          albedo: brick.png
          grain: noise
          detail: { pattern: ramp, size: [16, 8], filter: nearest, address: clamp-to-edge, srgb: true, anisotropy: 8,
                    layers: 3 }
        """, file: "a.scene.yaml")
    #expect(sidecar.scene == .torus && sidecar.width == 320 && sidecar.height == 200 && sidecar.time == 1.5)
    #expect(sidecar.site(line: 31) == sidecar.sites[31])
    #expect(sidecar.site(line: 31).tolerance == 0.01 && sidecar.site(line: 31).unproven == "jumps")
    #expect(sidecar.site(line: 40).tolerance == 1e-3 && sidecar.site(line: 40).unproven == "no reference")
    #expect(sidecar.site(line: 1).tolerance == 1e-3 && sidecar.site(line: nil).unproven == nil)
    #expect(
      sidecar.varyings == [
        "uv": .attribute(.uv), "heat": .attribute(.normal, scale: [2, 3], offset: [0.5]),
        "height": .attribute(.uv, scale: [2], offset: [-1]), "shade": .affine([[0.1, 0.5, 0], [0, 0, 1]]),
        "tint": .constant([1, 0.5, 0]), "one": .constant([1]),
      ])
    #expect(
      sidecar.uniforms == [
        "count": .numbers([4]), "on": .numbers([1]), "palette": .numbers([1, 0, 0, 0, 1, 0]),
        "camera.model": .named(.inverseView),
      ])
    #expect(sidecar.textures["albedo"] == TextureSource(file: "brick.png"))
    #expect(sidecar.textures["grain"] == TextureSource(pattern: .noise))
    var detail = TextureSource(pattern: .ramp)
    (detail.width, detail.height, detail.layers, detail.anisotropy) = (16, 8, 3, 8)
    (detail.filter, detail.address, detail.isSRGB) = (.nearest, .clampToEdge, true)
    #expect(sidecar.textures["detail"] == detail)
  }

  @Test func nothingNeedsToBeSaid() throws {
    #expect(try Sidecar(yaml: "", file: "a") == Sidecar())
    #expect(try Sidecar(yaml: "size: 64", file: "a").height == 64)
  }

  @Test(arguments: [
    ("scene: ball", 1, "no scene 'ball'; there are full-screen"),
    ("size: 64\nshape: x", 2, "unknown key 'shape'"),
    ("size: 0", 1, "an integer from 1 to 16384"),
    ("size: [1, 2, 3]", 1, "width and height"),
    ("time: soon", 1, "a finite number"),
    ("time: 1\nframe: 2", 2, "'frame' and 'time' exclude each other"),
    ("tolerance: 0", 1, "a tolerance is greater than 0"),
    ("unproven: ''", 1, "a reason is expected"),
    ("sites:\n  here: {}", 2, "a source line is expected"),
    ("sites:\n  0: {}", 2, "a source line is expected"),
    ("sites:\n  4: { reason: x }", 2, "unknown key 'reason'"),
    ("varyings:\n  uv: uvw", 2, "no attribute 'uvw'"),
    ("varyings:\n  uv: {}", 2, "'from' or 'affine'"),
    ("varyings:\n  uv: { affine: [[1, 2]] }", 2, "three numbers"),
    ("varyings:\n  uv: { affine: [] }", 2, "a list [a, b, c]"),
    ("varyings:\n  uv: { from: uv, range: [1] }", 2, "two numbers"),
    ("varyings:\n  uv: { from: uv, range: [1, 2], scale: 2 }", 2, "'range' excludes"),
    ("varyings: [uv]", 1, "keys with values"),
    ("uniforms:\n  a: later", 2, "no quantity 'later'"),
    ("uniforms:\n  a: []", 2, "numbers are expected"),
    ("uniforms:\n  a: [1, x]", 2, "a finite number"),
    ("textures:\n  a: wood", 2, "neither a .png file nor a pattern"),
    ("textures:\n  a: { file: x.png, pattern: ramp }", 2, "exclude each other"),
    ("textures:\n  a: { filter: best }", 2, "no filter 'best'"),
    ("textures:\n  a: { address: wrap }", 2, "no address 'wrap'"),
    ("textures:\n  a: { srgb: maybe }", 2, "true or false"),
    ("textures:\n  a: { anisotropy: 17 }", 2, "an integer from 1 to 16"),
    ("scene: [", 1, "expected"),
    ("size: 1\nsize: 2", 1, "given twice"),
  ])
  func errorsTellTheirPlace(yaml: String, line: Int, message: String) throws {
    let error = try #require(throws: SidecarError.self) { try Sidecar(yaml: yaml, file: "x.scene.yaml") }
    // A parser may find the end of the text, a line further, to be the place.
    #expect(error.line.map { (line...line + 1).contains($0) } == true, "\(error)")
    #expect(error.message.contains(message), "\(error)")
    #expect(error.description.hasPrefix("x.scene.yaml:"))
  }

  @Test func theFileStandsBesideTheShader() throws {
    #expect(Sidecar.path(besides: "dir.x/water.frag") == "dir.x/water.scene.yaml")
    #expect(try Sidecar(besides: "/nowhere/water.frag") == nil)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sidecar-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data("scene: cube".utf8).write(to: folder.appendingPathComponent("water.scene.yaml"))
    #expect(try Sidecar(besides: folder.path + "/water.frag")?.scene == .cube)
    try Data([0x73, 0xff]).write(to: folder.appendingPathComponent("water.scene.yaml"))
    #expect(throws: SidecarError.self) { try Sidecar(besides: folder.path + "/water.frag") }
  }
}
