import SPIRV

extension Machine {
  static let compositeHandlers: [Op: Handler] = [
    .compositeConstruct: { machine, code in
      let parts = try code.args.map { try machine.value($0) }
      // A vector is made of scalars and of shorter vectors.
      if case .vector = try machine.type(code.type) { return .composite(parts.flatMap(\.parts)) }
      return .composite(parts)
    },
    .compositeExtract: { machine, code in
      try machine.value(code, 0).at(code.args.dropFirst().map { Int($0) }[...])
    },
    .compositeInsert: { machine, code in
      let object = try machine.value(code, 0)
      var composite = try machine.value(code, 1)
      composite.update(code.args.dropFirst(2).map { Int($0) }[...]) { $0 = object }
      return composite
    },
    .vectorShuffle: { machine, code in
      let parts = try machine.value(code, 0).parts + machine.value(code, 1).parts
      return .composite(code.args.dropFirst(2).map { $0 < parts.count ? parts[Int($0)] : parts[0] })
    },
    .vectorExtractDynamic: { machine, code in
      let index = try machine.integers(code, 1)[0]
      return try machine.value(code, 0).at([Int(index.centre)]).flawed(like: index.flaw)
    },
    .vectorInsertDynamic: { machine, code in
      let component = try machine.value(code, 1)
      let index = try machine.integers(code, 2)[0]
      var vector = try machine.value(code, 0)
      vector.update([Int(index.centre)]) { $0 = component }
      return vector.flawed(like: index.flaw)
    },
    .copyObject: { machine, code in try machine.value(code, 0) },
    .copyLogical: { machine, code in try machine.value(code, 0) },
  ]
}
