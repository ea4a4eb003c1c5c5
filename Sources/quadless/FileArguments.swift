import ArgumentParser
import Console
import Conversion
import Glibc

extension OutputKind: ExpressibleByArgument {}

/// Where shaders come from and where they go.
struct FileArguments: ParsableArguments {
  @Argument(
    help: "GLSL fragment shaders or SPIR-V modules; '-' is standard input.", completion: .file())
  var inputs: [String] = []

  @Option(
    name: .customShort("o"), parsing: .unconditional,
    help: ArgumentHelp("The file to write; '-', the default, is standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp(
      "The directory to write to under the inputs' names; it is made if missing.", valueName: "directory"),
    completion: .directory)
  var outputDirectory: String?

  @Option(
    name: .customLong("emit"),
    help: ArgumentHelp(
      "What to write. (default: what the suffix of -o says, else the same kind as the input)",
      valueName: "kind"))
  var emit: OutputKind?

  @Option(
    name: .customShort("j"),
    help: ArgumentHelp("How many shaders to convert at a time. (default: one a core)", valueName: "count"))
  var jobs: Int?

  @Option(
    help: ArgumentHelp(
      """
      Convert all that a file lists: each line holds the arguments of one conversion, quoted as in a response file. \
      Other options here go before each line's.
      """, valueName: "file"), completion: .file())
  var batch: String?

  /// The kind that arguments alone decide.
  var kind: OutputKind? { emit ?? output.flatMap(OutputKind.init(suffixOf:)) }

  /// An input and where its output goes.
  struct Task: Sendable {
    /// Where the output of a task goes.
    enum Destination: Sendable, Equatable {
      case nowhere
      case standardOutput
      case file(String)
    }

    var input: String
    var destination: Destination
    /// nil: the same kind as the input.
    var kind: OutputKind?
  }

  func validate(reportsOnly: Bool) throws {
    if let jobs, jobs < 1 { throw ValidationError("'-j' needs a number from 1 on") }
    if batch != nil {
      // What else there is belongs to the lines, and is checked with each.
      guard inputs.isEmpty, output == nil else {
        throw ValidationError("'--batch' takes inputs and '-o' from the lines of its file")
      }
      return
    }
    if inputs.isEmpty { throw ValidationError("Missing expected argument '<inputs> ...'") }
    if output != nil, outputDirectory != nil {
      throw ValidationError("'-o' and '--output-directory' exclude each other")
    }
    if let output, output != "-", kind == nil, !isDevice(output) {
      throw ValidationError("the suffix of '\(output)' does not say what to write; use '--emit'")
    }
    let writes = output != nil || !reportsOnly
    if inputs.count > 1, outputDirectory == nil, writes {
      throw ValidationError("several inputs need '--output-directory'")
    }
    if inputs.filter({ $0 == "-" }).count > 1 {
      throw ValidationError("standard input can be read only once")
    }
    if outputDirectory != nil, inputs.contains("-") {
      throw ValidationError("standard input has no name to write under; use '-o'")
    }
    try validateDestinations(plan(reportsOnly: reportsOnly))
  }

  /// The same where only rules of make are written.
  func validateRules() throws {
    if batch != nil { return }
    if inputs.isEmpty { throw ValidationError("Missing expected argument '<inputs> ...'") }
    if inputs.count > 1, output != nil { throw ValidationError("'-o' with '-M' is for one input") }
    if let output, inputs.contains(where: { OutputFile.isSame(output, $0) }) {
      throw ValidationError("the output '\(output)' is the input itself")
    }
  }

  /// The path of an input's output as a build system would call it, for rules without a target of their own.
  func outputPath(of input: String) -> String {
    let name = FileArguments.outputName(of: input, kind: emit ?? .spv)
    return outputDirectory.map { "\($0)/\(name)" } ?? name
  }

  private func validateDestinations(_ tasks: [Task]) throws {
    var owners: [String: String] = [:]
    for task in tasks {
      switch task.destination {
      case .nowhere: break
      case .standardOutput:
        let isBinary = (task.kind ?? FileArguments.kind(ofInputNamed: task.input)) == .spv
        if isBinary, isatty(STDOUT_FILENO) == 1 {
          throw ValidationError("SPIR-V is not written to a terminal; use '-o' or '--emit spvasm'")
        }
      case .file(let path):
        if let owner = owners.updateValue(task.input, forKey: path) {
          throw ValidationError("'\(owner)' and '\(task.input)' would both be written to '\(path)'")
        }
        if OutputFile.isSame(path, task.input) {
          throw ValidationError("the output '\(path)' is the input itself")
        }
      }
    }
  }

  /// The inputs with their destinations, in order.
  func plan(reportsOnly: Bool) -> [Task] {
    inputs.map { input in
      if let outputDirectory {
        let kind = emit ?? FileArguments.kind(ofInputNamed: input)
        let path = "\(outputDirectory)/\(FileArguments.outputName(of: input, kind: kind))"
        return Task(input: input, destination: .file(path), kind: kind)
      }
      if let output, output != "-" { return Task(input: input, destination: .file(output), kind: kind) }
      if output == nil, reportsOnly { return Task(input: input, destination: .nowhere, kind: kind) }
      return Task(input: input, destination: .standardOutput, kind: kind)
    }
  }

  private static func kind(ofInputNamed path: String) -> OutputKind { path.hasSuffix(".spv") ? .spv : .glsl }

  /// The name of an output in the output directory: as glslc names them, `x.frag` gives `x.frag.spv`.
  private static func outputName(of input: String, kind: OutputKind) -> String {
    var name = input.split(separator: "/").last.map(String.init) ?? input
    if name.hasSuffix(".spv") { name.removeLast(4) }
    switch kind {
    case .glsl: return OutputKind(suffixOf: name) == .glsl ? name : name + ".frag"
    case .spv: return name + ".spv"
    case .spvasm: return name + ".spvasm"
    case .msl: return name + ".metal"
    case .hlsl: return name + ".hlsl"
    }
  }

  private func isDevice(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }
}
