/// What lives for a while: memory that Vulkan's structures point to, and things to destroy.
///
/// `close()` undoes everything, the latest first.
final class Scope {
  private var undoings: [() -> Void] = []

  /// Something to do on closing.
  func onClose(_ body: @escaping () -> Void) { undoings.append(body) }

  /// A copy of a value, at an address that holds until the scope is closed.
  func pointer<Value>(_ value: Value) -> UnsafeMutablePointer<Value> {
    let pointer = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    pointer.initialize(to: value)
    onClose {
      pointer.deinitialize(count: 1)
      pointer.deallocate()
    }
    return pointer
  }

  /// A copy of an array's elements, at an address that holds until the scope is closed.
  func pointer<Value>(elements: [Value]) -> UnsafeMutablePointer<Value> {
    let pointer = UnsafeMutablePointer<Value>.allocate(capacity: max(elements.count, 1))
    pointer.initialize(from: elements, count: elements.count)
    onClose {
      pointer.deinitialize(count: elements.count)
      pointer.deallocate()
    }
    return pointer
  }

  /// A text as C has it.
  func pointer(text: String) -> UnsafePointer<CChar> {
    UnsafePointer(pointer(elements: text.utf8.map { CChar(bitPattern: $0) } + [0]))
  }

  /// Undoes everything, the latest first.
  func close() {
    while let undo = undoings.popLast() { undo() }
  }
}
