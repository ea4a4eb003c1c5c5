import CShaderABI

/// What stands at a resource of a shader, or at an element of an array of resources.
public struct TexelBinding: Sendable {
  /// The position in the shader's list of resources.
  public var resource: Int
  /// The element of an array of resources; 0 for one that is no array.
  public var element: Int
  /// The texture; nil for a sampler alone.
  public var texture: Texture?
  /// The sampler; without one, of no meaning for an image alone, a trilinear one that repeats.
  public var sampler: SamplerState?

  /// A binding.
  public init(resource: Int, element: Int = 0, texture: Texture?, sampler: SamplerState? = nil) {
    self.resource = resource
    self.element = element
    self.texture = texture
    self.sampler = sampler
  }

  /// Resources and elements lie below these.
  public static let resourceLimit = 4096
  /// Elements lie below this.
  public static let elementLimit = 65536
}

/// A binding that the server cannot hold: the resource or the element is negative or above the limit.
public struct TexelBindingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The resource.
  public let resource: Int
  /// The element.
  public let element: Int

  /// A sentence.
  public var description: String { "no texture can be bound at element \(element) of resource \(resource)" }
}

/// Answers the texel requests of compiled shaders from textures bound to their resources.
///
/// Immutable, and used from any number of threads at once; see ``Texture`` for writes to storage images. What
/// is not bound reads opaque black, (0, 0, 0, 1), and has the size 1.
///
///     invocation.texel = TexelServer.callback
///     invocation.texelContext = server.context
public final class TexelServer: @unchecked Sendable {
  /// What the callback takes as its context; valid as long as the server lives.
  public var context: UnsafeMutableRawPointer { UnsafeMutableRawPointer(table) }

  /// The callback, to be called with the ``context`` of a server.
  public static var callback: QuadlessTexelCallback { answerTexelRequest }

  private let table: UnsafeMutablePointer<BindingTable>
  // The table holds no references: these keep its textures alive.
  private let textures: [Texture]

  /// A server of bindings; of several at one place the last counts.
  public init(_ bindings: [TexelBinding]) throws(TexelBindingError) {
    var counts: [Int] = []
    for binding in bindings {
      guard (0..<TexelBinding.resourceLimit).contains(binding.resource),
        (0..<TexelBinding.elementLimit).contains(binding.element)
      else { throw TexelBindingError(resource: binding.resource, element: binding.element) }
      while counts.count <= binding.resource { counts.append(0) }
      counts[binding.resource] = max(counts[binding.resource], binding.element + 1)
    }
    textures = bindings.compactMap(\.texture)
    table = .allocate(capacity: 1)
    table.initialize(to: BindingTable(counts: counts))
    for binding in bindings { table.pointee.set(binding) }
  }

  deinit {
    table.pointee.deallocate()
    table.deallocate()
  }
}

/// All bindings, in an array per resource, without references.
struct BindingTable {
  private let starts: UnsafeMutableBufferPointer<UInt32>
  private let entries: UnsafeMutableBufferPointer<SampledImage>

  init(counts: [Int]) {
    starts = .allocate(capacity: counts.count + 1)
    var total: UInt32 = 0
    for (resource, count) in counts.enumerated() {
      starts.initializeElement(at: resource, to: total)
      total += UInt32(count)
    }
    starts.initializeElement(at: counts.count, to: total)
    entries = .allocate(capacity: Int(total))
    entries.initialize(repeating: .missing)
  }

  func deallocate() {
    starts.deallocate()
    entries.deallocate()
  }

  func set(_ binding: TexelBinding) {
    let index = Int(starts[binding.resource]) + binding.element
    entries[index] = SampledImage(
      binding.texture?.view ?? entries[index].view, binding.sampler ?? entries[index].sampler)
  }

  /// What is bound; nil where nothing is.
  @inline(__always)
  func find(_ resource: UInt32, _ element: UInt32) -> UnsafePointer<SampledImage>? {
    guard Int(resource) < starts.count - 1, let first = entries.baseAddress else { return nil }
    let start = starts[Int(resource)]
    guard element < starts[Int(resource) + 1] - start else { return nil }
    return UnsafePointer(first) + Int(start + element)
  }
}
