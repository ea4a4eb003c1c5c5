import Dispatch
import Synchronization

/// Draws triangles with compiled shaders by the rules of the Vulkan specification, chapter "Rasterization".
public enum Rasterizer {
  /// Draws a mesh, each group of lanes handed to the consumer of its tile.
  ///
  /// Tiles are shared out among the workers; within a tile all is in the mesh's order, so that what the consumers see
  /// does not depend on the workers (unless the shader itself writes to shared memory). Depth is tested before the
  /// shader runs where the shader does not write it.
  ///
  /// - Parameters:
  ///   - mesh: triangles with a value per vertex and input slot.
  ///   - program: the shader.
  ///   - bindings: its resources.
  ///   - options: size, samples, depth, workers.
  ///   - consumer: makes the consumer of a tile; called from any worker, once a tile.
  /// - Returns: the consumers by tile.
  public static func draw<Consumer: GroupConsumer>(
    _ mesh: TriangleMesh, program: ShaderProgram, bindings: any ResourceProvider, options: RasterizerOptions,
    consumer: @escaping @Sendable (Tile) -> Consumer
  ) throws(RasterizerError) -> [Consumer] {
    let state = try DrawState(mesh, program: program, bindings: bindings, options: options)
    let consumers = ConsumerTable(count: state.tiles.count)
    let next = Counter()
    let done = Counter()
    let make: @Sendable (Tile) -> any GroupConsumer = { consumer($0) }
    let work: @Sendable () -> Void = { run(state, next, done, consumers, make) }
    let workers = max(1, min(options.threads, state.tiles.count))
    if workers == 1 {
      work()
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { _ in work() }
    }
    if let exceeded = options.deadline?.exceeded { throw .limit(exceeded) }
    return consumers.all.compactMap { $0 as? Consumer }
  }

  /// Takes tiles until there is none left.
  private static func run(
    _ state: DrawState, _ next: Counter, _ done: Counter, _ consumers: ConsumerTable,
    _ make: @Sendable (Tile) -> any GroupConsumer
  ) {
    let shade = state.makeTileShader()
    let tiles = state.tiles
    while case let index = next.increment(), index < tiles.count, state.options.deadline?.exceeded == nil {
      let consumer = make(tiles[index])
      shade(tiles[index], consumer)
      consumers.set(consumer, at: index)
      state.options.progress?(done.increment() + 1, tiles.count)
    }
  }
}

/// Counts from zero, over all workers.
private final class Counter: Sendable {
  private let value = Atomic<Int>(0)

  /// The count before.
  func increment() -> Int { value.wrappingAdd(1, ordering: .relaxed).oldValue }
}

/// The consumers by tile; each place is written by one worker only.
private final class ConsumerTable: @unchecked Sendable {
  private let table: UnsafeMutableBufferPointer<(any GroupConsumer)?>

  init(count: Int) {
    table = .allocate(capacity: count)
    table.initialize(repeating: nil)
  }

  func set(_ consumer: any GroupConsumer, at index: Int) { table[index] = consumer }

  var all: [(any GroupConsumer)?] { Array(table) }

  deinit {
    table.deinitialize()
    table.deallocate()
  }
}
