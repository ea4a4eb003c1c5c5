import Foundation

/// A vertex of a scene's surface, in world space, and its place in Vulkan's clip space.
public struct SurfaceVertex: Hashable, Sendable {
  /// The place in clip space: y downwards, depth from 0 to w.
  public var clip = SIMD4<Double>(0, 0, 0, 1)
  /// The place in the world.
  public var position = SIMD3<Double>()
  /// The surface's normal, not always of length 1: it is interpolated as a vertex shader hands it on.
  public var normal = SIMD3<Double>(0, 0, 1)
  /// The direction in which u grows.
  public var tangent = SIMD3<Double>(1, 0, 0)
  /// The direction in which v grows.
  public var bitangent = SIMD3<Double>(0, 1, 0)
  /// The texture coordinates.
  public var uv = SIMD2<Double>()
  /// A smooth color.
  public var color = SIMD4<Double>(1, 1, 1, 1)

  /// A vertex at the origin.
  public init() {}
}

/// From where a scene is seen.
public struct Camera: Hashable, Sendable {
  /// The eye in the world.
  public var eye = SIMD3<Double>(0, 0, 1)
  /// Object to world.
  public var model = Matrix4.identity
  /// World to view.
  public var view = Matrix4.identity
  /// View to Vulkan's clip space.
  public var projection = Matrix4.identity

  /// A camera whose matrices are identities.
  public init() {}
}

/// A picture's geometry: triangles before the camera.
public struct Scene: Hashable, Sendable {
  /// The scenes there are.
  public enum Name: String, Hashable, Sendable, CaseIterable {
    /// One triangle that covers the screen, w = 1: no perspective. (u, v) runs from (0, 0) at the upper left to (1, 1).
    case fullScreen = "full-screen"
    /// A rectangle that covers the screen, tilted away from it.
    case perspective
    /// The ground from behind the camera to the horizon.
    case plane
    /// A sphere.
    case sphere
    /// A torus.
    case torus
    /// A cube with faces of their own normals.
    case cube
    /// A fan of triangles whose neighbouring vertices are at very different distances.
    case fan
  }

  /// Which scene this is.
  public var name: Name
  /// The picture's size in pixels.
  public var width: Int
  /// The picture's size in pixels.
  public var height: Int
  /// The time in seconds.
  public var time: Double
  /// The vertices.
  public var vertices: [SurfaceVertex]
  /// Three vertices a triangle; the first is the provoking one.
  public var indices: [Int32]
  /// The camera.
  public var camera: Camera
  /// Whether triangles hide each other.
  public var isDepthTested: Bool

  /// A scene seen at a size and time; the camera turns about the scene by a fiftieth of a radian a second.
  ///
  /// - Parameters:
  ///   - width: in pixels, at least 1.
  ///   - height: in pixels, at least 1.
  ///   - time: in seconds.
  public init(_ name: Name, width: Int, height: Int, time: Double = 0) {
    self.name = name
    (self.width, self.height, self.time) = (width, height, time)
    (vertices, indices, camera) = ([], [], Camera())
    isDepthTested = true
    let aspect = Double(width) / Double(height)
    switch name {
    case .fullScreen: makeFullScreen(aspect)
    case .perspective: makeTiltedRectangle(aspect)
    case .plane: makeGround(aspect)
    case .sphere: makeSphere(aspect)
    case .torus: makeTorus(aspect)
    case .cube: makeCube(aspect)
    case .fan: makeFan(aspect)
    }
  }

  /// Puts the camera at a place and all vertices into clip space.
  mutating func look(from eye: SIMD3<Double>, at target: SIMD3<Double>, aspect: Double, far: Double = 100) {
    let turned = (Matrix4.rotationY(0.02 * time) * SIMD4(eye - target, 0)).xyz + target
    camera.eye = turned
    camera.view = .lookAt(eye: turned, target: target)
    camera.projection = .perspective(fieldOfView: 0.8, aspect: aspect, near: 0.1, far: far)
    let matrix = camera.projection * camera.view
    for index in vertices.indices { vertices[index].clip = matrix * SIMD4(vertices[index].position, 1) }
  }
}
