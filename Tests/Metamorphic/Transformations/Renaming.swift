import SPIRV
import SeededRandom

extension Transformation {
  /// Functions, locals, private globals and types lose their names, share one, or get those that tangents of their
  /// neighbours would have. What the outside binds by name keeps its own.
  static let renaming = Transformation("rename") { module, _, random in
    let editor = ModuleEditor(module)
    let index = editor.index
    var interface = Set(index.entryPoints.flatMap(\.interface).map(\.rawValue))
    for global in index.globals where global.storage != .private { interface.insert(global.id.rawValue) }
    let named = (1..<module.header.bound).filter { index.names[$0] != nil && !interface.contains($0) }
    guard !named.isEmpty else { throw NotApplicable(description: "nothing has a name") }
    let texts = named.compactMap { index.names[$0] }.shuffled(using: &random)
    let mode = Int.random(in: 0..<3, using: &random)
    editor.module.preamble.removeAll { instruction in
      instruction.op == .name
        && !(instruction.operandIDs.first.map { interface.contains($0.rawValue) } ?? false)
    }
    if mode > 0 {
      for (id, text) in zip(named, texts) {
        editor.builder.name(id, mode == 1 ? "x" : text + (random.hits(0.5) ? "_dx" : "_dy"))
      }
    }
    return editor.finish()
  }
}
