import ArgumentParser
import Checking
import Console
import Conversion
import Differentiation
import Frontend
import Glibc
import SPIRV
import Synchronization

extension TextureDerivative: ExpressibleByArgument {}
extension SeedSource: ExpressibleByArgument {}

/// `quadless check`: every derivative of every shader against a reference.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares each derivative of shaders with a reference, pixel by pixel.",
    usage: """
      quadless check shader.frag
      quadless check shaders/*.frag --json >report.json
      quadless check shader.frag --report out --scene plane --size 512x512
      quadless check --driver vulkan --device llvmpipe shaders/*.frag
      """,
    discussion: """
      Each shader is drawn in a scene. The reference is the original in double precision with central differences \
      at two steps; the converted shader is judged in double, and in float where its values agree. \
      shader.scene.yaml beside the shader says what it is fed, where the choice by type and name does not do.

      With '--driver vulkan' a Vulkan device draws the same scene before and after. Outputs that no site feeds must be \
      the same bit for bit, and the hardware's fine differences in quads the mean of the tangents at their two pixels, \
      where the values around are smooth; the time of a frame is shown. Shaders for OpenGL are read by Vulkan's \
      relaxed rules. Where the Khronos validation layer is installed it watches, and what it says is an error.

      Exit status: 0 every site passes, 1 a site fails or a shader cannot be checked, 2 wrong usage.
      """)

  @Argument(
    help: "GLSL fragment shaders or SPIR-V modules; '-' is standard input.", completion: .file())
  var inputs: [String]

  @OptionGroup(title: "Scene") var scene: SceneArguments
  @OptionGroup(title: "Driver") var driver: DriverArguments
  @OptionGroup(title: "Compilation") var source: SourceArguments
  @OptionGroup(title: "Limits") var limits: LimitArguments

  @Option(help: ArgumentHelp("The entry point. (default: the first)", valueName: "name"))
  var entryPoint: String?

  @Option(
    help: ArgumentHelp("The derivative of a texture sample where a site depends on one.", valueName: "what"))
  var textureDerivative = TextureDerivative.difference

  @Option(
    help: ArgumentHelp(
      """
      Where the converted shader takes its inputs' derivatives from: the quad, or explicit inputs, which are filled \
      with the exact ones.
      """, valueName: "where"))
  var seeds = SeedSource.quad

  @Option(help: ArgumentHelp("The greatest relative error in double.", valueName: "number"))
  var tolerance: Double = Tolerance.verdict.relative

  @Flag(help: "Print what was found as JSON instead of a table.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write index.html with pictures, error maps and the GLSL before and after into a directory.",
      valueName: "directory"), completion: .directory)
  var report: String?

  @Option(
    name: .customShort("j"), help: ArgumentHelp("How many cores to use. (default: all)", valueName: "count"))
  var jobs: Int?

  /// The process that draws with a driver is this command again, from one of the inputs on.
  @Option(help: .hidden) var drawFrom: Int?

  func validate() throws {
    if let jobs, jobs < 1 { throw ValidationError("'-j' needs a number from 1 on") }
    if inputs.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("standard input can be read only once")
    }
    if driver.driver != nil {
      if report != nil { throw ValidationError("'--report' draws no pictures of a driver") }
      if seeds == .explicit {
        throw ValidationError("a driver has its seeds from the quad: no '--seeds explicit'")
      }
    }
    if !(tolerance > 0) { throw ValidationError("'--tolerance' needs a number above 0") }
  }

  func run() throws {
    if let drawFrom { return try DriverWorker(command: self, first: drawFrom).run() }
    if driver.driver != nil { return try DriverBatch(command: self).run() }
    let results = CheckBatch(command: self).run()
    let failures = results.compactMap { if case .failure(let failure) = $0 { failure } else { nil } }
    let reports = results.compactMap { if case .success(let report) = $0 { report } else { nil } }
    if json {
      try writeAll(
        JSONReport(shaders: reports.map(\.check), failures: failures).json().utf8, to: STDOUT_FILENO)
    } else if results.count > 1 {
      try writeAll((summary(reports, failures) + "\n").utf8, to: STDOUT_FILENO)
    }
    if let report { try write(HTMLReport(shaders: reports, failures: failures).html(), into: report) }
    if !failures.isEmpty || reports.contains(where: { !$0.check.isPassed }) { throw ExitCode(1) }
  }

  private func summary(_ reports: [ShaderReport], _ failures: [JSONReport.Failure]) -> String {
    let checks = reports.map(\.check)
    let passed = checks.count(where: \.isPassed)
    let sites = [Verdict.passed, .failed, .unproven, .accepted, .kept].map { verdict in
      "\(checks.reduce(0) { $0 + $1.count(verdict) }) \(verdict.rawValue)"
    }
    return "\(checks.count + failures.count) shaders: \(passed) passed, \(checks.count - passed) failed, "
      + "\(failures.count) not checked; sites: \(sites.joined(separator: ", "))"
  }

  private func write(_ page: String, into directory: String) throws {
    do throws(FileFailure) {
      try OutputFile.makeDirectory(directory)
      try OutputFile.write(Array(page.utf8), to: "\(directory)/index.html")
    } catch {
      StandardError.write("\(directory)/index.html: error: cannot be written: \(error.reason)\n")
      throw ExitCode(1)
    }
  }
}

/// The inputs of one check, worked on in parallel.
struct CheckBatch: Sendable {
  enum Outcome: Sendable {
    case success(ShaderReport)
    case failure(JSONReport.Failure)
  }

  private let inputs: [String]
  private let shader: ShaderArguments
  private let options: CheckOptions
  private let jobs: Int
  private let limits: LimitArguments
  private let printsText: Bool

  init(command: Check) {
    inputs = command.inputs
    limits = command.limits
    var conversion = ConversionOptions()
    command.source.apply(to: &conversion)
    command.limits.apply(to: &conversion)
    conversion.differentiation.textureDerivative = command.textureDerivative
    conversion.differentiation.entryPoint = command.entryPoint
    conversion.differentiation.seeds = command.seeds
    shader = ShaderArguments(conversion: conversion, scene: command.scene)
    jobs = command.jobs ?? Workers.coreCount
    printsText = !command.json
    var options = CheckOptions()
    options.tolerance.relative = command.tolerance
    options.iterationLimit = command.scene.iterationLimit
    options.makesPictures = command.report != nil
    // With fewer shaders than cores, each is drawn by several.
    options.threads = max(1, jobs / command.inputs.count)
    if command.inputs.count == 1, StandardError.isTerminal {
      options.progress = { step, share in
        StandardError.write("\r\u{1B}[K[\(Int(share * 100)) %] \(step)")
      }
    }
    self.options = options
  }

  /// Checks all; texts are printed in the order of the inputs.
  func run() -> [Outcome] {
    let progress = Progress(count: inputs.count)
    let outcomes = Mutex<[Outcome]>([])
    let batch = self
    limits.workers(jobs).run(
      jobs: inputs.count,
      job: { number in CrashGuard.working(on: inputs[number]) { batch.check(inputs[number]) } },
      started: { index, done in progress.show(done: done, current: batch.inputs[index]) },
      finished: { _, outcome in
        progress.clear()
        batch.tell(outcome)
        outcomes.withLock { $0.append(outcome) }
      },
      tooLong: { number in
        .failure(JSONReport.Failure(path: inputs[number], error: limits.tooLong(inputs[number])))
      },
      tooMuch: { limits.tooMuch(inputs[$0]) })
    return outcomes.withLock { $0 }
  }

  private func tell(_ outcome: Outcome) {
    if options.progress != nil { StandardError.write("\r\u{1B}[K") }
    switch outcome {
    case .success(let report):
      // A reader that has gone away has seen what it wanted.
      if printsText { try? writeAll(report.check.text.utf8, to: STDOUT_FILENO) }
    case .failure(let failure): StandardError.write(failure.error + "\n")
    }
  }

  private func check(_ path: String) -> Outcome {
    let deadline = Deadline(after: limits.time)
    do throws(CheckError) {
      let loaded = try shader.load(path)
      let sidecar = loaded.sidecar
      var options = options
      options.deadline = deadline
      let report = try loaded.shader.report(
        on: loaded.stage(shader.choices, threads: options.threads), options: options
      ) { line in
        let site = sidecar.site(line: line)
        return CheckSubject.Allowance(relative: site.tolerance, unproven: site.unproven)
      }
      return .success(report)
    } catch {
      return .failure(JSONReport.Failure(path: path, error: error.description))
    }
  }
}
