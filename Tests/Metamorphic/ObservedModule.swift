import SPIRV

/// A module whose sites show in its outputs: each site's result is added up in an output of the site's own, so that
/// no form the module takes on can hide which tangent belongs to which site.
///
/// A sample's result depends on its gradients where textures answer to them (`RunOptions.gradientResponse`).
public struct ObservedModule {
  /// The module.
  public private(set) var module: Module
  /// The sites by the locations of their outputs, which are also their lines in the module's debug information: what
  /// and where they were.
  public private(set) var sites: [Int: String] = [:]

  /// Observes the sites of the functions that the first fragment entry point reaches.
  public init(_ original: Module) throws {
    let editor = ModuleEditor(original)
    module = original
    guard let main = editor.mainPosition else { throw NotApplicable(description: "no fragment entry point") }
    let file = editor.builder.string("site")
    var location = editor.index.firstFreeLocation
    var observers: [ValueID] = []
    for position in original.functionsReached(from: [original.functions[main].id]).sorted() {
      for block in original.functions[position].blocks.indices {
        let old = original.functions[position].blocks[block].instructions
        guard old.contains(where: \.op.isSite) else { continue }
        var new = InstructionList()
        var line: Instruction?
        for instruction in old {
          if instruction.op == .line { line = instruction }
          guard instruction.op.isSite else {
            new.append(instruction)
            continue
          }
          new.append(.line(file: file, UInt32(location)))
          new.append(instruction)
          if let line { new.append(line) }
          if let observer = editor.observe(instruction, at: location, &new) { observers.append(observer) }
          sites[Int(location)] = "\(instruction.op)\(line?.line.map { " of line \($0.line)" } ?? "")"
          location += 1
        }
        editor.module.functions[position].blocks[block].instructions = new
      }
    }
    editor.clear(observers, at: main)
    module = editor.finish()
  }
}

extension ModuleIndex {
  /// The first location behind those of all outputs.
  fileprivate var firstFreeLocation: UInt32 {
    var first: UInt32 = 0
    for global in globals where global.storage == .output {
      for (decoration, literal) in decorations(of: global.id.rawValue) where decoration == .location {
        // An array takes one for each element.
        var count: UInt32 = 1
        if case .pointer(_, let pointee) = self[global.pointerType] { count = arrayLength(pointee) ?? 1 }
        first = max(first, (literal ?? 0) + count)
      }
    }
    return first
  }
}

extension ModuleEditor {
  /// Adds the code that notes a site's result in an output: acc = acc / 2 + result, so that every execution counts, and
  /// in order. Nil where the result is no 32-bit floating-point scalar or vector.
  fileprivate func observe(_ site: Instruction, at location: UInt32, _ code: inout InstructionList)
    -> ValueID?
  {
    guard let result = site.result, let type = site.resultType, isObservable(type) else { return nil }
    let variable = globalVariable(.output, of: type)
    builder.decorate(variable.rawValue, .location, [location])
    let (old, half, new) = (
      builder.newValue(type: type), builder.newValue(type: type), builder.newValue(type: type)
    )
    code.append(.load(type: type, result: old, variable))
    code.append(.arithmetic(.multiply, type: type, result: half, [old, builder.constant(0.5, type)]))
    code.append(.arithmetic(.add, type: type, result: new, [half, result]))
    code.append(.store(new, to: variable))
    for value in [half, new] { builder.decorate(value.rawValue, .noContraction) }
    return variable
  }

  private func isObservable(_ type: TypeID) -> Bool {
    switch index[type] {
    case .float(32): true
    case .vector(let component, _): isObservable(component)
    default: false
    }
  }

  /// Stores zero to the observers at the head of `main`.
  fileprivate func clear(_ observers: [ValueID], at main: Int) {
    guard !module.functions[main].blocks.isEmpty else { return }
    var stores: [Instruction] = []
    for observer in observers {
      guard let pointer = builder.type(of: observer), case .pointer(_, let type)? = builder[pointer] else {
        continue
      }
      stores.append(.store(builder.constant(0, type), to: observer))
    }
    let list = module.functions[main].blocks[0].instructions
    let first = list.firstIndex { $0.op != .variable && !$0.isNote } ?? 0
    module.functions[main].blocks[0].instructions.replaceSubrange(first..<first, with: stores)
  }
}
