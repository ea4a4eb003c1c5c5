import CShaderABI

/// The memory and the textures behind a shader's resources. Whoever implements it keeps all of it alive and in place.
public protocol ResourceProvider: AnyObject, Sendable {
  /// By resource: the bytes of a block, push constants or loose uniform; null for images and samplers.
  var resources: UnsafePointer<UnsafeMutableRawPointer?>? { get }
  /// By resource: the number of those bytes.
  var resourceSizes: UnsafePointer<Int>? { get }
  /// What answers texel requests; nil where the shader makes none.
  var texel: QuadlessTexelCallback? { get }
  /// What it is passed.
  var texelContext: UnsafeMutableRawPointer? { get }
}

/// No resources at all.
public final class NoResources: ResourceProvider {
  /// Nothing.
  public init() {}
  /// None.
  public var resources: UnsafePointer<UnsafeMutableRawPointer?>? { nil }
  /// None.
  public var resourceSizes: UnsafePointer<Int>? { nil }
  /// None.
  public var texel: QuadlessTexelCallback? { nil }
  /// None.
  public var texelContext: UnsafeMutableRawPointer? { nil }
}
