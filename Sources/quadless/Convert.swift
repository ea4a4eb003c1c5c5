import ArgumentParser
import Console
import Conversion
import Frontend
import Glibc
import Synchronization

/// `quadless convert`: shaders in, converted shaders out.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Makes GLSL fragment shaders independent of the 2x2 pixel quad (the default subcommand).",
    usage: """
      quadless shader.frag -o out.frag
      quadless shader.frag -o shader.spv --print-sites
      quadless *.frag --output-directory converted -j 4
      """,
    discussion: """
      Screen-space derivatives (dFdx, dFdy, fwidth, and the hidden ones inside texture()) become exact \
      analytic derivatives. What has none keeps its quad operation, with a warning.

      Exit status: 0 done, 1 bad input, 2 wrong usage.

      Other commands, with options of their own ('quadless check --help'):
      \(([("lint", LintCommand.configuration.abstract)] + Harness.commands)
        .map { "  \($0.padded(to: 7))  \($1)" }.joined(separator: "\n"))
      """)

  @OptionGroup(title: "Input and output") var files: FileArguments
  @OptionGroup(title: "Depfiles") var dependencies: DependencyArguments
  @OptionGroup(title: "Compilation") var compilation: CompilationArguments
  @OptionGroup(title: "Derivatives") var derivatives: DerivativeArguments
  @OptionGroup(title: "Reports") var reports: ReportArguments
  @OptionGroup(title: "Limits") var limits: LimitArguments

  func validate() throws {
    if dependencies.writesOnlyRule {
      try files.validateRules()
    } else {
      try files.validate(reportsOnly: reports.printsSites)
    }
    try dependencies.validate(plan: plan)
    if !derivatives.functions.isEmpty {
      if compilation.optimizes {
        throw ValidationError("'-O' is not for '--function': the compiler of the including shader optimizes")
      }
      if let kind = files.kind, kind == .msl || kind == .hlsl {
        throw ValidationError("'--function' writes GLSL or SPIR-V, not \(kind.rawValue)")
      }
    }
    if compilation.glslVersion != nil, let kind = files.kind, kind != .glsl {
      throw ValidationError("'--glsl-version' needs GLSL as output, not \(kind.rawValue)")
    }
  }

  func run() throws {
    let jobs = plan.map { task in Batch.Job.success(ConversionJob(task: task, command: self)) }
    guard Batch(jobs: jobs, workers: files.jobs, limits: limits, printsTimes: reports.timeReport).run() else {
      throw ExitCode(1)
    }
  }

  /// Runs the command's batch; `arguments` are the command's own.
  func run(batch path: String, arguments: [String]) throws {
    let jobs = try BatchFile(path: path, arguments: arguments).jobs(workers: files.jobs ?? Workers.coreCount)
    guard Batch(jobs: jobs, workers: files.jobs, limits: limits, printsTimes: reports.timeReport).run() else {
      throw ExitCode(1)
    }
  }

  /// The inputs and where what is written of them goes.
  var plan: [FileArguments.Task] {
    files.plan(reportsOnly: reports.printsSites || dependencies.writesOnlyRule && files.output == nil)
  }

  /// The options of the library that the arguments stand for, less what depends on the input.
  func conversionOptions() -> ConversionOptions {
    var options = ConversionOptions()
    compilation.apply(to: &options)
    derivatives.apply(to: &options)
    options.verifiesEach = reports.verifiesEach
    limits.apply(to: &options)
    return options
  }
}
