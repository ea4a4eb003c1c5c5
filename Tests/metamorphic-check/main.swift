import ArgumentParser
import Foundation
import Frontend
import Interpreter
import Metamorphic
import SPIRV

/// Brings shaders into other forms and compares their tangents with those of their own form.
struct MetamorphicCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metamorphic-check",
    abstract: "Compare the tangents of shaders with those of the same shaders in other forms.")

  @Argument(
    help: """
      Shaders, folders of shaders, or lists (.tsv, .txt) with lines of: path, environment, version, include \
      directories, tab-separated.
      """)
  var paths: [String]
  @Option(help: "The seed of the choices that transformations make.") var seed: UInt64 = 1
  @Option(help: "Only these transformations, separated by commas.") var only: String?
  @Option(help: "Take so many shaders, drawn by the seed; all of them where 0.") var sample = 0
  @Option(help: "Check only every n-th of the shaders taken, counted from `from`.") var every = 1
  @Option(help: "See `every`.") var from = 0
  @Option(help: "The most instructions that a shader's own form may execute at a pixel.") var instructions =
    200_000
  @Flag(help: "Say of each form what was found.") var verbose = false

  mutating func run() throws {
    let wanted = only.map { Set($0.split(separator: ",").map(String.init)) }
    let transformations = Transformation.all.filter { wanted?.contains($0.name) ?? true }
    var tally = Tally()
    for shader in try Corpus(paths).taken(sample, seed: seed, every: every, from: from) {
      check(shader, transformations, &tally)
    }
    tally.report(transformations.map(\.name))
    if tally.fails { throw ExitCode(1) }
  }

  private func check(_ shader: Corpus.Shader, _ transformations: [Transformation], _ tally: inout Tally) {
    let positions = [Position(20.5, 31.5), Position(57.5, 12.5), Position(88.5, 77.5)]
    do {
      guard let (module, environment) = try shader.compiled() else {
        tally.withoutSite += 1
        return
      }
      let check = try MetamorphicCheck(
        module, environment: environment, isOpenGL: environment == .opengl, positions: positions,
        instructionLimit: instructions)
      tally.shaders += 1
      tally.sites += check.siteCount
      tally.kept += check.keptCount
      for transformation in transformations {
        let finding = check.check(transformation, seed: seed ^ shader.seed)
        tally.add(finding, shader.path, verbose: verbose)
      }
    } catch {
      tally.notRun += 1
      say("SKIP \(shader.path): \("\(error)".split(separator: "\n").first ?? "")")
    }
  }
}

MetamorphicCommand.main()
