import Foundation
import SeededRandom

/// Which cases are run: by default one of each group and function; with `DERIVATE=all` in the environment all, with a
/// part of names, such as `DERIVATE=dfdxfine.dynamic_`, all of these.
enum Selection {
  /// What the environment asks for.
  private static let wanted = ProcessInfo.processInfo.environment["DERIVATE"]
  /// Where the choice comes from.
  static let seed: UInt64 = 0xDE21

  /// A case of each group and function.
  static let slice: [DerivateCase] = {
    var random = SeededGenerator(seed: seed)
    return DerivateGroup.all.flatMap { group in
      let cases = DerivateCase.of(group)
      return DerivateFunction.allCases.compactMap { function in
        cases.filter { $0.function == function }.randomElement(using: &random)
      }
    }
  }()

  /// The cases that were asked for.
  private static let asked =
    wanted.map { part in
      DerivateCase.all.filter { part == "all" || $0.name.contains(part) }
    } ?? []

  /// The cases that our own rasterizer draws, and how they are converted.
  static let ours: [(DerivateCase, Way)] = {
    if !asked.isEmpty {
      return asked.enumerated().flatMap { index, subject in
        var ways = [Way(optimizes: false, throughGLSL: false), Way(optimizes: true, throughGLSL: false)]
        if index % 4 == 0 { ways.append(Way(optimizes: index % 8 == 0, throughGLSL: true)) }
        return ways.map { (subject, $0) }
      }
    }
    var random = SeededGenerator(seed: seed)
    return slice.map { ($0, Way.allCases.randomElement(using: &random) ?? Way.allCases[0]) }
  }()

  /// The cases that a driver draws, whose images have one sample a pixel here.
  static let witnessed: [(DerivateCase, Way)] = {
    let ways = Way.allCases
    let choice = asked.isEmpty ? ours : asked.enumerated().map { ($1, ways[$0 % ways.count]) }
    return choice.filter { $0.0.group.surface.samples == 1 }
  }()
}
