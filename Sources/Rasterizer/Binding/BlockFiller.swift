import Lowering

/// What is known of a value's numbers besides its name.
struct NumberSource {
  /// What the sidecar said of an array that the value is in.
  var given: ArraySlice<Double>?
  /// The shader's own initializer.
  var initial: ArraySlice<Double>?

  /// The part that belongs to the next member or element.
  mutating func removeFirst(_ count: Int) -> NumberSource {
    defer {
      given = given?.dropFirst(count)
      initial = initial?.dropFirst(count)
    }
    return NumberSource(given: given?.prefix(count), initial: initial?.prefix(count))
  }
}

/// Writes the numbers of a block into its bytes: those that the sidecar gives, else the shader's own initializers,
/// else those that its names suggest.
struct BlockFiller {
  let scene: Scene
  let sidecar: Sidecar
  /// The length of the shortest array that an integer might index.
  let shortestArray: Int
  /// The names of the sidecar that were used.
  var used: Set<String> = []

  /// The elements of a runtime array.
  static let runtimeElements = 64

  init(_ scene: Scene, _ sidecar: Sidecar, shortestArray: Int) {
    self.scene = scene
    self.sidecar = sidecar
    self.shortestArray = max(1, shortestArray)
  }

  /// Writes a value of a layout.
  ///
  /// - Parameters:
  ///   - name: the way from the resource down to the value, for example `material.lights[2].color`.
  ///   - source: what is known of its numbers besides its name.
  mutating func write(
    _ layout: BlockLayout, name: String, at bytes: UnsafeMutableRawPointer,
    source: NumberSource = NumberSource()
  ) throws(BindingError) {
    switch layout {
    case .structure(let members):
      var rest = source
      for member in members {
        let path = member.name.isEmpty ? name : "\(name).\(member.name)"
        try write(
          member.layout, name: path, at: bytes + member.offset,
          source: rest.removeFirst(member.layout.scalarCount))
      }
    case .array(let element, let count, let stride):
      try writeArray(element, count ?? Self.runtimeElements, stride, name: name, at: bytes, source: source)
    case .scalar(let kind):
      let numbers = try numbers(name, kind, columns: 1, rows: 1, source)
      kind.store(numbers[0], at: bytes)
    case .vector(let kind, let count):
      let numbers = try numbers(name, kind, columns: 1, rows: count, source)
      for (index, number) in numbers.enumerated() { kind.store(number, at: bytes + index * kind.bytes) }
    case .matrix(let kind, let columns, let rows, let stride, let isRowMajor):
      let numbers = try numbers(name, kind, columns: columns, rows: rows, source)
      for column in 0..<columns {
        for row in 0..<rows {
          let offset =
            isRowMajor ? row * stride + column * kind.bytes : column * stride + row * kind.bytes
          kind.store(numbers[column * rows + row], at: bytes + offset)
        }
      }
    }
  }

  private mutating func writeArray(
    _ element: BlockLayout, _ count: Int, _ stride: Int, name: String, at bytes: UnsafeMutableRawPointer,
    source: NumberSource
  ) throws(BindingError) {
    var rest = source
    if rest.given == nil, case .numbers(let list)? = lookUp(name), list.count > 1,
      let width = element.numberCount
    {
      guard list.count == width * count else {
        throw .count(name: name, expected: width * count, found: list.count)
      }
      rest.given = list[...]
    }
    for index in 0..<count {
      try write(
        element, name: "\(name)[\(index)]", at: bytes + index * stride,
        source: rest.removeFirst(element.scalarCount))
    }
  }

  /// What the sidecar says of a name: whole, without the block's name, and without array indices.
  private mutating func lookUp(_ name: String) -> UniformSource? {
    let withoutBlock = name.firstIndex(of: ".").map { String(name[name.index(after: $0)...]) }
    for candidate in [name, withoutBlock].compactMap({ $0 }) {
      for spelling in [candidate, Self.withoutIndices(candidate)] {
        if let source = sidecar.uniforms[spelling] {
          used.insert(spelling)
          return source
        }
      }
    }
    return nil
  }

  static func withoutIndices(_ name: String) -> String {
    var depth = 0
    return name.filter { character in
      if character == "[" { depth += 1 }
      defer { if character == "]" { depth -= 1 } }
      return depth == 0
    }
  }

  /// The numbers of a scalar, vector or matrix in columns.
  private mutating func numbers(
    _ name: String, _ kind: ScalarKind, columns: Int, rows: Int, _ source: NumberSource
  ) throws(BindingError) -> [Double] {
    let count = columns * rows
    if let given = source.given { return Array(given) }
    switch lookUp(name) {
    case .numbers(let list)?:
      guard list.count == count || list.count == 1 else {
        throw .count(name: name, expected: count, found: list.count)
      }
      return list.count == count ? list : [Double](repeating: list[0], count: count)
    case .named(let quantity)?: return shaped(quantity, columns, rows)
    case nil: return source.initial.map { Array($0) } ?? automatic(name, kind, columns, rows)
    }
  }

  private func automatic(_ name: String, _ kind: ScalarKind, _ columns: Int, _ rows: Int) -> [Double] {
    let guess = NameGuess(name)
    if columns > 1 {
      if let quantity = guess.matrix { return shaped(quantity, columns, rows) }
      return (0..<columns * rows).map { index in
        (index / rows == index % rows ? 1 : 0) + 0.2 * (NamedDraw.unit(name, [index]) - 0.5)
      }
    }
    if kind != .bool, let quantity = guess.vector(components: rows) { return shaped(quantity, columns, rows) }
    return (0..<rows).map { index in
      let draw = NamedDraw.unit(name, [index])
      switch kind {
      case .bool: return 1
      case .int: return Double(guess.integer(draw, length: shortestArray))
      case .float: return guess.number ?? 0.2 + draw
      }
    }
  }

  /// A quantity's numbers in a vector or matrix of another size.
  private func shaped(_ quantity: SceneQuantity, _ columns: Int, _ rows: Int) -> [Double] {
    let numbers = scene.numbers(quantity)
    if quantity.isMatrix, columns > 1 {
      return (0..<columns * rows).map { numbers[min($0 / rows, 3) * 4 + min($0 % rows, 3)] }
    }
    return (0..<columns * rows).map { $0 < numbers.count ? numbers[$0] : numbers[numbers.count - 1] }
  }
}

extension ScalarKind {
  /// Its size in a block.
  var bytes: Int {
    switch self {
    case .float(let width), .int(let width, _): width / 8
    case .bool: 4
    }
  }

  /// Writes a number, integers rounded towards zero.
  func store(_ number: Double, at address: UnsafeMutableRawPointer) {
    switch self {
    case .float(16): address.storeBytes(of: Float16(number), as: Float16.self)
    case .float(64): address.storeBytes(of: number, as: Double.self)
    case .float: address.storeBytes(of: Float(number), as: Float.self)
    case .bool: address.storeBytes(of: number == 0 ? 0 : 1, as: UInt32.self)
    case .int(let width, _):
      let integer = Int64(max(-9.2e18, min(9.2e18, number.rounded(.towardZero))))
      switch width {
      case 8: address.storeBytes(of: Int8(truncatingIfNeeded: integer), as: Int8.self)
      case 16: address.storeBytes(of: Int16(truncatingIfNeeded: integer), as: Int16.self)
      case 64: address.storeBytes(of: integer, as: Int64.self)
      default: address.storeBytes(of: Int32(truncatingIfNeeded: integer), as: Int32.self)
      }
    }
  }
}

extension BlockLayout {
  /// The bytes from the first to the last, runtime arrays with ``BlockFiller/runtimeElements`` elements.
  var byteCount: Int {
    switch self {
    case .scalar(let kind): kind.bytes
    case .vector(let kind, let count): kind.bytes * count
    case .matrix(let kind, let columns, let rows, let stride, let isRowMajor):
      isRowMajor ? (rows - 1) * stride + columns * kind.bytes : (columns - 1) * stride + rows * kind.bytes
    case .array(let element, let count, let stride):
      saturatingProduct(max(0, (count ?? BlockFiller.runtimeElements) - 1), stride)
        + max(element.byteCount, stride)
    case .structure(let members): members.map { min($0.offset + $0.layout.byteCount, saturation) }.max() ?? 0
    }
  }

  /// The numbers in it; nil where structures or runtime arrays are.
  var numberCount: Int? {
    switch self {
    case .scalar: 1
    case .vector(_, let count): count
    case .matrix(_, let columns, let rows, _, _): columns * rows
    case .array(let element, let count, _):
      count.flatMap { count in element.numberCount.map { saturatingProduct($0, count) } }
    case .structure: nil
    }
  }

  /// The numbers in it, runtime arrays with ``BlockFiller/runtimeElements`` elements.
  var scalarCount: Int {
    switch self {
    case .scalar: 1
    case .vector(_, let count): count
    case .matrix(_, let columns, let rows, _, _): columns * rows
    case .array(let element, let count, _):
      saturatingProduct(element.scalarCount, count ?? BlockFiller.runtimeElements)
    case .structure(let members): members.reduce(0) { min($0 + $1.layout.scalarCount, saturation) }
    }
  }

  /// The lengths of the arrays in it.
  var arrayLengths: [Int] {
    switch self {
    case .scalar, .vector, .matrix: []
    case .array(let element, let count, _): [count ?? BlockFiller.runtimeElements] + element.arrayLengths
    case .structure(let members): members.flatMap(\.layout.arrayLengths)
    }
  }

  /// The names of what a sidecar can give.
  func names(_ prefix: String) -> [String] {
    switch self {
    case .scalar, .vector, .matrix: [prefix]
    case .array(let element, _, _): element.names(prefix)
    case .structure(let members):
      members.flatMap { $0.layout.names($0.name.isEmpty ? prefix : "\(prefix).\($0.name)") }
    }
  }
}

/// What sizes stop at: a shader may declare arrays of arrays whose sizes no integer holds.
private let saturation = 1 << 48

/// A product of numbers from 0 on, or what sizes stop at.
func saturatingProduct(_ a: Int, _ b: Int) -> Int {
  let (product, isOver) = a.multipliedReportingOverflow(by: b)
  return isOver ? saturation : min(product, saturation)
}
