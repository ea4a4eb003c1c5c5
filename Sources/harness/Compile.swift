import ArgumentParser
import Console
import Conversion
import Differentiation
import Frontend
import Glibc
import Lowering
import SPIRV

extension NativeFormat: ExpressibleByArgument {}
extension CutPolicy: ExpressibleByArgument {}

/// `quadless compile`: a shader as a function of C for renderers on the processor.
struct Compile: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compiles a shader to a function of C, for renderers on the processor.",
    usage: """
      quadless compile shader.frag -o shader.o --header shader.h
      quadless compile shader.frag -o shader.o --header shader.h --lanes 8 --march native
      quadless compile shader.frag --emit llvm -o shader.ll
      """,
    discussion: """
      Derivatives become analytic, from the changes of the varyings per pixel that the caller hands over (ray \
      differentials): no quad is needed. The header says how the function is called; textures are asked through \
      callbacks.

      Exit status: 0 done, 1 bad input, 2 wrong usage.
      """)

  @Argument(help: "A GLSL fragment shader or SPIR-V module; '-' is standard input.", completion: .file())
  var input: String

  @Option(
    name: .customShort("o"), help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
  var output: String

  @Option(help: ArgumentHelp("The C header to write.", valueName: "file"), completion: .file())
  var header: String?

  @Option(
    help: ArgumentHelp(
      "What to write. (default: what the suffix of -o says: .ll, .bc, .s or .o)", valueName: "kind"))
  var emit: NativeFormat?

  @Option(help: ArgumentHelp("How many points one call shades: 1, 4, 8 or 16.", valueName: "count"))
  var lanes = 1

  @Option(
    help: ArgumentHelp(
      """
      The processor: \(TargetProcessor.all.map(\.name).joined(separator: ", ")). native is this machine's, the others \
      give the same bytes everywhere.
      """, valueName: "processor"))
  var march = TargetProcessor.all[0].name

  @Option(help: ArgumentHelp("The function's name. (default: the input's file name)", valueName: "name"))
  var functionName: String?

  @Option(help: ArgumentHelp("The entry point. (default: the first)", valueName: "name"))
  var entryPoint: String?

  @OptionGroup(title: "Compilation") var source: SourceArguments
  @OptionGroup(title: "Limits") var limits: LimitArguments

  @Option(
    help: ArgumentHelp(
      "What becomes of a site that is cut, which no quad is there to keep: an error, or zero with a warning.",
      valueName: "what"))
  var onCut = CutPolicy.error

  @Option(
    help: ArgumentHelp("The derivative of a texture sample where a site depends on one.", valueName: "what"))
  var textureDerivative = TextureDerivative.difference

  @Option(help: ArgumentHelp("The most iterations of a loop in one visit.", valueName: "count"))
  var iterationLimit: Int = 65_535

  @Flag(name: .customShort("O"), help: "Optimize the SPIR-V before differentiating and after, too.")
  var optimizes = false

  @Flag(name: .customShort("w"), help: "Print no warnings.")
  var suppressesWarnings = false

  @Flag(name: .customLong("Werror", withSingleDash: true), help: "Make warnings errors.")
  var makesWarningsErrors = false

  func validate() throws {
    guard [1, 4, 8, 16].contains(lanes) else { throw ValidationError("'--lanes' needs 1, 4, 8 or 16") }
    guard TargetProcessor(name: march) != nil else {
      let names = TargetProcessor.all.map(\.name).joined(separator: ", ")
      throw ValidationError("'--march' knows \(names); others lack fused multiply-adds, or are not known")
    }
    guard format != nil else {
      throw ValidationError("the suffix of '\(output)' does not say what to write; use '--emit'")
    }
    guard isIdentifier(name) else {
      throw ValidationError("'\(name)' is no name of a function of C; use '--function-name'")
    }
    if iterationLimit < 1 { throw ValidationError("'--iteration-limit' needs a number from 1 on") }
    if let header, header == output || OutputFile.isSame(header, output) {
      throw ValidationError("the code and the header would both be written to '\(output)'")
    }
    for path in [output, header].compactMap({ $0 }) where path == input || OutputFile.isSame(path, input) {
      throw ValidationError("the output '\(path)' is the input itself")
    }
  }

  func run() throws {
    do throws(Failure) {
      let outcome = limits.run(input) { Result { () throws(Failure) in try compiled() } }
      guard let files = try outcome?.get() else {
        throw Failure(input, limits.tooLong)
      }
      for (path, bytes) in files {
        do throws(FileFailure) {
          try OutputFile.write(bytes, to: path)
        } catch {
          throw Failure(path, "cannot be written: \(error.reason)")
        }
      }
    } catch {
      StandardError.write(error.diagnostics.map { "\($0)\n" }.joined())
      throw ExitCode(1)
    }
  }

  /// Why there is no output.
  private struct Failure: Error {
    var diagnostics: [Diagnostic]

    init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    init(_ path: String, _ message: String) {
      diagnostics = [Diagnostic(file: path, severity: .error, message: message)]
    }
  }

  private var format: NativeFormat? {
    if let emit { return emit }
    let suffixes: [(String, NativeFormat)] = [(".ll", .llvm), (".bc", .bc), (".s", .asm), (".o", .obj)]
    return suffixes.first { output.hasSuffix($0.0) }?.1
  }

  /// The function's name: the input's, with underscores for what C does not take.
  private var name: String {
    if let functionName { return functionName }
    let file = input.split(separator: "/").last.map(String.init) ?? input
    let stem = file.split(separator: ".").first.map(String.init) ?? "shader"
    let name = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return name.first?.isNumber == true ? "_" + name : name == "_" ? "shader" : name
  }

  private func isIdentifier(_ name: String) -> Bool {
    name.first.map { !$0.isNumber } == true
      && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// The files to write, the code last: it is there only where all is.
  private func compiled() throws(Failure) -> [(path: String, bytes: [UInt8])] {
    let path = input == "-" ? "<stdin>" : input
    let conversion = try converted(path)
    if !suppressesWarnings {
      let messages = conversion.diagnostics.map { diagnostic in
        var message = diagnostic
        if makesWarningsErrors, message.severity == .warning {
          message.severity = .error
          message.message += " [-Werror]"
        }
        return message
      }
      if messages.contains(where: { $0.severity == .error }) { throw Failure(messages) }
      StandardError.write(messages.map { "\($0)\n" }.joined())
    }
    guard let format, let processor = TargetProcessor(name: march) else { return [] }
    let module: Module
    do throws(ReadError) { module = try Module(words: conversion.converted) } catch {
      throw Failure(path, error.description)
    }
    let native = NativeOptions(
      functionName: name, seeds: Set(conversion.seedInputs.map(\.variable)), processor: processor)
    do throws(LoweringError) {
      let code = try NativeCode(
        module, lanes: lanes, options: native, entryPoint: entryPoint, iterationLimit: iterationLimit)
      let file = path.split(separator: "/").last.map(String.init) ?? path
      let text = code.header(source: file, version: "Quadless \(Versions.quadless)")
      return (header.map { [($0, Array(text.utf8))] } ?? []) + [(output, try code.code(format))]
    } catch {
      throw Failure(path, error.description)
    }
  }

  private func converted(_ path: String) throws(Failure) -> Conversion {
    let bytes: [UInt8]
    let limit = limits.maxInputSize
    switch input == "-" ? readFile(descriptor: STDIN_FILENO, limit: limit) : readFile(input, limit: limit) {
    case .success(let contents): bytes = contents
    case .failure(let failure): throw Failure(path, failure.reason)
    }
    var options = ConversionOptions()
    source.apply(to: &options)
    limits.apply(to: &options)
    options.optimizes = optimizes
    options.differentiation.entryPoint = entryPoint
    options.differentiation.seeds = .explicit
    options.differentiation.onCut = onCut == .zero ? .zero : .keep
    options.differentiation.textureDerivative = textureDerivative
    do throws(ConversionError) {
      return try convert(Input(path: path, bytes: bytes), options: options)
    } catch {
      throw Failure(error.diagnostics)
    }
  }
}
