import SPIRV
import SeededRandom

extension Transformation {
  /// SPIRV-Tools' passes, alone and in its own order.
  ///
  /// Left out are those that are wrong or crash in Debian's version: loop-invariant-code-motion hoists loads of what the
  /// loop stores to; loop-peeling and loop-fusion dereference null. But for `-O`, every result is decorated NoContraction first, so that the passes fold and re-associate no
  /// floating-point arithmetic and values stay the same to the last bit.
  static let optimizerPasses: [Transformation] =
    [optimizer("optimize", ["-O"], rounding: .single)]
    + exactRecipes.map { optimizer($0.0, $0.1, rounding: .exact) }

  private static let inlining = ["--merge-return", "--inline-entry-points-exhaustive"]
  private static let locals =
    inlining + [
      "--eliminate-local-single-block", "--eliminate-local-single-store", "--ssa-rewrite",
    ]

  private static let exactRecipes: [(String, [String])] = [
    ("optimize-exactly", ["-O"]),
    ("optimize-for-size", ["-Os"]),
    ("merge-return", ["--merge-return"]),
    ("inline", inlining),
    ("local-single-store", ["--eliminate-local-single-block", "--eliminate-local-single-store"]),
    ("local-multi-store", ["--ssa-rewrite"]),
    ("inlined-ssa", locals),
    ("scalar-replacement", ["--scalar-replacement=0"]),
    ("private-to-local", inlining + ["--private-to-local"]),
    ("private-to-ssa", inlining + ["--private-to-local", "--scalar-replacement=0", "--ssa-rewrite"]),
    ("local-access-chains", ["--convert-local-access-chains", "--eliminate-local-single-block"]),
    ("copy-propagate", locals + ["--copy-propagate-arrays"]),
    ("dead-code", ["--eliminate-dead-code-aggressive"]),
    ("dead-branches", locals + ["--ccp", "--eliminate-dead-branches", "--merge-blocks"]),
    ("redundancy", locals + ["--redundancy-elimination", "--combine-access-chains"]),
    ("simplify", locals + ["--simplify-instructions", "--eliminate-dead-inserts", "--vector-dce"]),
    ("if-conversion", locals + ["--if-conversion"]),
    ("loop-unroll", locals + ["--loop-unroll"]),
    ("loop-unroll-partly", locals + ["--loop-unroll-partial=3"]),
    ("loop-unswitch", locals + ["--loop-unswitch"]),
    ("loop-fission", locals + ["--loop-fission=1"]),
    ("descriptor-index-by-switch", ["--replace-desc-array-access-using-var-index"]),
    ("legalize", ["--legalize-hlsl"]),
  ]

  private static func optimizer(_ name: String, _ passes: [String], rounding: Rounding) -> Transformation {
    Transformation(name, rounding: rounding, simplifies: true) { module, environment, _ in
      let subject = rounding == .exact ? module.withoutContraction() : module
      do {
        let words = try SPIRVTools.optimize(subject.words, passes: passes, environment: environment)
        // Unless a pass found something, there is nothing to compare.
        if words == subject.words { return module }
        return try Module(words: words)
      } catch let error as ToolError {
        throw NotApplicable(description: "SPIRV-Tools: \(error.message)")
      }
    }
  }
}

extension Module {
  /// The module with NoContraction on every floating-point result.
  fileprivate func withoutContraction() -> Module {
    let editor = ModuleEditor(self)
    for function in functions {
      for block in function.blocks {
        for instruction in block.instructions {
          guard let id = instruction.result, let type = instruction.resultType, editor.index.isNumber(type),
            !editor.index.has(.noContraction, id.rawValue)
          else { continue }
          editor.builder.decorate(id.rawValue, .noContraction)
        }
      }
    }
    return editor.finish()
  }
}

extension ModuleIndex {
  /// Whether a type is a floating-point scalar, vector or matrix.
  func isNumber(_ type: TypeID) -> Bool {
    switch self[type] {
    case .float: true
    case .vector(let component, _): isNumber(component)
    case .matrix: true
    default: false
    }
  }
}
