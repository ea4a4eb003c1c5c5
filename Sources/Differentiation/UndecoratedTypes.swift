import SPIRV

extension PassContext {
  /// A type for Private memory: a block's structure without its decorations, anything else unchanged.
  func undecorated(_ type: TypeID) -> TypeID {
    if case .array(let element, let length) = module.index[type] {
      let plain = undecorated(element)
      if plain == element { return type }
      if let known = undecoratedTypes[type] { return known }
      let array = builder.arrayType(element: plain, length: length)
      undecoratedTypes[type] = array
      return array
    }
    guard case .structure(let members) = module.index[type], isDecorated(type, members.count) else {
      return type
    }
    if let known = undecoratedTypes[type] { return known }
    let plain = builder.structType(members: members)
    undecoratedTypes[type] = plain
    return plain
  }

  private func isDecorated(_ type: TypeID, _ count: Int) -> Bool {
    module.index.has(.block, type.rawValue)
      || (0..<count).contains { module.index.builtIn(member: UInt32($0), of: type) != nil }
  }
}
