/// What a shader is fed in its picture and what is asked of it: the file `shader.scene.yaml` beside `shader.frag`.
///
///     scene: plane              # full-screen, perspective, plane, sphere, torus, cube, fan
///     size: [512, 256]          # pixels; one number for a square
///     time: 1.5                 # seconds; or `frame: 45`, at 30 frames a second
///     tolerance: 1e-4           # relative, for all sites
///     unproven: "why"           # for all sites: why too few pixels have a reference
///     sites:                    # by source line
///       31:
///         tolerance: 1e-3
///         unproven: "the coordinate jumps at every tile"
///     varyings:                 # by name, or block.member
///       uv: uv                  # uv, normal, tangent, bitangent, position, view-position, view-direction, color, clip
///       heat: { from: uv, scale: [2, 1], offset: 0.5 }
///       height: { from: uv, range: [-1, 1] }           # 0 to 1 becomes -1 to 1
///       shade: { affine: [[0.1, 0.5, 0], [0, 0, 1]] }  # by component: a + b u + c v
///       tint: [1, 0.5, 0]       # a constant
///     uniforms:                 # by name, block.member, or with elements: lights[0].color
///       count: 4
///       tint: [1, 0.5, 0.25]
///       palette: [[1, 0, 0], [0, 1, 0]]
///       isFancy: true
///       camera.model: identity  # time, frame, resolution, texel-size, mouse, eye, light-direction, light-position,
///                               # identity, model, view, projection, view-projection, model-view,
///                               # model-view-projection, normal-matrix, and inverse-… of each matrix
///     textures:                 # by name
///       albedo: brick.png       # a PNG file, from the sidecar's folder
///       grain: noise            # checker, noise, ramp, normal-map
///       detail:
///         file: detail.png      # or pattern: checker
///         size: [64, 64]        # of a pattern
///         filter: nearest       # nearest, linear, trilinear (the default)
///         address: clamp-to-edge # repeat, mirrored-repeat, clamp-to-edge, clamp-to-border, mirror-clamp-to-edge
///         srgb: true
///         anisotropy: 8
///         layers: 4             # of an array; depth of a 3D texture
///
/// Everything may be left out: see ``Bindings`` for what is bound then. Unknown keys are errors.
public struct Sidecar: Hashable, Sendable {
  /// What is asked of a site.
  public struct Site: Hashable, Sendable {
    /// The greatest relative error; nil for the usual one.
    public var tolerance: Double?
    /// Why too few pixels have a reference.
    public var unproven: String?
  }

  /// The scene.
  public var scene: Scene.Name?
  /// The width in pixels.
  public var width: Int?
  /// The height in pixels.
  public var height: Int?
  /// The time in seconds.
  public var time: Double?
  /// What is asked of all sites that are not in ``sites``.
  public var everySite = Site()
  /// What is asked of the sites of a source line.
  public var sites: [Int: Site] = [:]
  /// Inputs by name.
  public var varyings: [String: VaryingSource] = [:]
  /// Uniforms by name.
  public var uniforms: [String: UniformSource] = [:]
  /// Textures by name.
  public var textures: [String: TextureSource] = [:]
  /// What all textures are that are not in ``textures``; nil: what suits their names.
  public var everyTexture: TextureSource?

  /// A sidecar that says nothing.
  public init() {}

  /// What is asked of the sites of a line: what it says itself, then what is said of all.
  public func site(line: Int?) -> Site {
    guard let line, let own = sites[line] else { return everySite }
    return Site(tolerance: own.tolerance ?? everySite.tolerance, unproven: own.unproven ?? everySite.unproven)
  }
}

/// From what an input is interpolated.
public enum VaryingSource: Hashable, Sendable {
  /// A vertex attribute by component, scaled, then moved; the last scale and offset hold for further components.
  case attribute(VertexAttribute, scale: [Double] = [1], offset: [Double] = [0])
  /// By component: a, b, c of a + b u + c v.
  case affine([[Double]])
  /// By component.
  case constant([Double])
}

/// An attribute of a scene's vertices.
public enum VertexAttribute: String, Hashable, Sendable, CaseIterable {
  /// Texture coordinates; further components are a smooth function and 1.
  case uv
  /// The normal in world space.
  case normal
  /// The direction of growing u; the fourth component is the handedness, 1.
  case tangent
  /// The direction of growing v.
  case bitangent
  /// The place in world space; the fourth component is 1.
  case position
  /// The place in view space; the fourth component is 1.
  case viewPosition = "view-position"
  /// From the surface to the eye, in world space.
  case viewDirection = "view-direction"
  /// From the surface to the light, in world space.
  case lightDirection = "light-direction"
  /// From the eye to the surface, in world space.
  case ray
  /// The color.
  case color
  /// The place in clip space.
  case clip
  /// The place in a light's projection, from 0 to 1, with w = 1.
  case shadow
  /// The distance before the eye.
  case depth
}

/// What a uniform holds.
public enum UniformSource: Hashable, Sendable {
  /// Numbers in order: components, columns, elements. One number serves for all.
  case numbers([Double])
  /// Something of the scene.
  case named(SceneQuantity)
}

/// A quantity of a scene.
public enum SceneQuantity: String, Hashable, Sendable, CaseIterable {
  /// Seconds.
  case time
  /// The frame's number, 30 a second.
  case frame
  /// Seconds from frame to frame.
  case timeStep = "time-step"
  /// Width and height in pixels, then 1, 1.
  case resolution
  /// One over width and height, then width and height.
  case texelSize = "texel-size"
  /// A place on the screen in pixels.
  case mouse
  /// The eye in world space.
  case eye
  /// The direction towards the light, of length 1.
  case lightDirection = "light-direction"
  /// The light's place in world space.
  case lightPosition = "light-position"
  /// The identity.
  case identity
  /// Object to world.
  case model
  /// World to view.
  case view
  /// View to clip space.
  case projection
  /// World to clip space.
  case viewProjection = "view-projection"
  /// Object to view.
  case modelView = "model-view"
  /// Object to clip space.
  case modelViewProjection = "model-view-projection"
  /// For normals, object to world.
  case normalMatrix = "normal-matrix"
  /// World to a light's texture coordinates.
  case shadowMatrix = "shadow-matrix"
  /// World to object.
  case inverseModel = "inverse-model"
  /// View to world.
  case inverseView = "inverse-view"
  /// Clip space to view.
  case inverseProjection = "inverse-projection"
  /// Clip space to world.
  case inverseViewProjection = "inverse-view-projection"
  /// View to object.
  case inverseModelView = "inverse-model-view"
  /// Clip space to object.
  case inverseModelViewProjection = "inverse-model-view-projection"
}

/// A texture and how it is sampled.
public struct TextureSource: Hashable, Sendable {
  /// A picture that is made.
  public enum Pattern: String, Hashable, Sendable, CaseIterable {
    /// Two colors in squares, with a little noise.
    case checker
    /// Smooth noise, of its own in each channel.
    case noise
    /// Red along x, green along y, blue along z or the layer.
    case ramp
    /// Normals of smooth hills, in tangent space.
    case normalMap = "normal-map"
  }

  /// How texels are combined.
  public enum Filter: String, Hashable, Sendable, CaseIterable {
    /// The nearest of the nearest level.
    case nearest
    /// Linear in the nearest level.
    case linear
    /// Linear in and between levels.
    case trilinear
  }

  /// Beyond the edge.
  public enum Address: String, Hashable, Sendable, CaseIterable {
    /// The texture again.
    case `repeat`
    /// The texture mirrored.
    case mirroredRepeat = "mirrored-repeat"
    /// The edge's texel.
    case clampToEdge = "clamp-to-edge"
    /// Black without alpha.
    case clampToBorder = "clamp-to-border"
    /// Mirrored once.
    case mirrorClampToEdge = "mirror-clamp-to-edge"
  }

  /// A PNG file; its path from the sidecar's folder.
  public var file: String?
  /// What is made where there is no file.
  public var pattern: Pattern
  /// A pattern's width in texels.
  public var width = 64
  /// A pattern's height in texels.
  public var height = 64
  /// The layers of an array or the depth of a 3D texture.
  public var layers = 4
  /// How texels are combined.
  public var filter = Filter.trilinear
  /// Beyond the edge.
  public var address = Address.repeat
  /// Whether texels are sRGB.
  public var isSRGB = false
  /// The most samples of an anisotropic footprint.
  public var anisotropy = 1.0

  /// A texture of a pattern.
  public init(pattern: Pattern = .checker, file: String? = nil) {
    self.pattern = pattern
    self.file = file
  }
}

/// Why a sidecar cannot be read, or does not fit its shader.
public struct SidecarError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file.
  public let file: String
  /// The line, from 1; nil where none is known.
  public let line: Int?
  /// The column, from 1.
  public let column: Int?
  /// What is wrong.
  public let message: String

  /// `file:line:column: message`.
  public var description: String {
    ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":") + ": " + message
  }
}
