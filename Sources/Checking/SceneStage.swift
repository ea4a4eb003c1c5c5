import Lowering
import Rasterizer
import SPIRV

/// A scene with what a sidecar, or else names and types, bind to a shader.
public struct SceneStage: Stage {
  /// Choices that go before a sidecar's.
  public struct Choices: Hashable, Sendable {
    /// The scene.
    public var scene: Scene.Name?
    /// The size in pixels.
    public var size: (width: Int, height: Int)? {
      get { width.flatMap { width in height.map { (width, $0) } } }
      set { (width, height) = (newValue?.width, newValue?.height) }
    }
    /// The time in seconds.
    public var time: Double?
    /// How many times as many pixels to draw in each direction.
    public var scale = 1
    private var width: Int?
    private var height: Int?

    /// None.
    public init() {}
  }

  /// The size where nothing says another, in pixels.
  public static let defaultSize = 256

  /// The scene's name.
  public var name: String { scene.name.rawValue }
  /// Size, depth, the way gl_FragCoord counts.
  public let options: RasterizerOptions
  /// Whether the shader follows OpenGL's rules.
  public let countsRowsUpwards: Bool
  private let scene: Scene
  private let sidecar: Sidecar
  private let folder: String

  /// The stage of a shader: the scene chosen, else the sidecar's, else one in perspective where there are inputs to
  /// interpolate, else the full screen.
  ///
  /// - Parameters:
  ///   - shader: OpenGL's rules turn rows over.
  ///   - sidecar: what is bound.
  ///   - folder: where the sidecar's files are.
  ///   - threads: workers that draw.
  public init(
    for shader: LoadedShader, choices: Choices = Choices(), sidecar: Sidecar = Sidecar(),
    folder: String = ".",
    threads: Int = 1
  ) {
    let name = choices.scene ?? sidecar.scene ?? (shader.hasVaryings ? .perspective : .fullScreen)
    let width = choices.scale * (choices.size?.width ?? sidecar.width ?? Self.defaultSize)
    let height = choices.scale * (choices.size?.height ?? sidecar.height ?? Self.defaultSize)
    var scene = Scene(name, width: width, height: height, time: choices.time ?? sidecar.time ?? 0)
    var options = RasterizerOptions(width: width, height: height, threads: threads)
    options.isDepthTested = scene.isDepthTested
    options.isPixelCenterInteger = shader.isPixelCenterInteger
    if shader.isOpenGL {
      // OpenGL's rows count upwards, and with them dFdy and, unless the shader asks otherwise, gl_FragCoord.
      for index in scene.vertices.indices { scene.vertices[index].clip.y.negate() }
      options.frontFace = .clockwise
      options.isFragCoordFlipped = shader.hasOriginUpperLeft
    }
    countsRowsUpwards = shader.isOpenGL
    (self.scene, self.options, self.sidecar, self.folder) = (scene, options, sidecar, folder)
  }

  /// The triangles with the inputs' values, and the resources.
  public func content(for interface: ShaderInterface) throws -> (TriangleMesh, any ResourceProvider) {
    (
      try TriangleMesh(scene, interface: interface, sidecar: sidecar),
      try Bindings(interface, scene: scene, sidecar: sidecar, folder: folder)
    )
  }
}
