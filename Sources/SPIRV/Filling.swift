extension Array {
  /// Some equal elements, as `init(repeating:count:)` makes them.
  ///
  /// That one looks its storage's type up at run time for every array of a type that is not the standard
  /// library's; appending does not.
  @inlinable
  package init(filling element: Element, count: Int) {
    self = []
    append(contentsOf: repeatElement(element, count: count))
  }
}
