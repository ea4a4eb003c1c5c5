import CQuadless
import Conversion
import Differentiation
import Frontend

/// Why options cannot be taken.
struct OptionsError: Error {
  var message: String

  init(_ message: String) { self.message = message }
}

extension quadless_options {
  /// The options of a caller who may know fewer members than this library, or more: what he does not know has its
  /// default, and what the library does not know he must leave alone.
  fileprivate init(_ caller: UnsafePointer<quadless_options>) throws(OptionsError) {
    self.init()
    let known = MemoryLayout<quadless_options>.size
    let given = caller.pointee.size
    guard given >= MemoryLayout<Int>.size else {
      throw OptionsError("quadless_options.size is \(given); call quadless_options_init first")
    }
    let bytes = UnsafeRawBufferPointer(start: caller, count: given)
    guard bytes.dropFirst(known).allSatisfy({ $0 == 0 }) else {
      throw OptionsError("an option is set that this version of the library does not know")
    }
    withUnsafeMutableBytes(of: &self) {
      $0.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(known)))
    }
  }
}

extension ConversionOptions {
  /// The options of a C caller; nil for the defaults.
  init(_ caller: UnsafePointer<quadless_options>?) throws(OptionsError) {
    self.init()
    guard let caller else { return }
    let options = try quadless_options(caller)
    output = try choice(options.output.rawValue, "output", [.spv, .glsl, .spvasm, .msl, .hlsl])
    try takeCompilation(options)
    try takeDifferentiation(options)
    try takeFunctions(options)
    takeLimits(options)
    optimizes = options.optimize != 0
    keepsDebugInfo = options.debug_info != 0
    verifiesEach = options.verify_each != 0
  }

  private mutating func takeCompilation(_ options: quadless_options) throws(OptionsError) {
    if let name = text(options.target_env) {
      do throws(TargetEnvironment.SpellingError) {
        compilation.targetEnvironment = try TargetEnvironment(spelling: name)
      } catch {
        throw OptionsError("target_env: \(error.description)")
      }
    }
    compilation.definitions = try texts(options.definitions, options.definition_count, "definitions").map {
      text in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      return CompileOptions.Definition(name: parts[0], value: parts.count > 1 ? parts[1] : "")
    }
    compilation.undefinitions = try texts(options.undefinitions, options.undefinition_count, "undefinitions")
    compilation.includeDirectories = try texts(
      options.include_directories, options.include_directory_count, "include_directories")
    if let include = options.include {
      let callback = IncludeCallback(function: include, context: options.include_context)
      compilation.includer = { callback.answer($0) }
    }
    if let name = text(options.glsl_version) {
      guard let version = GLSLVersion(name) else {
        throw OptionsError("glsl_version: '\(name)' is none of 330 to 460 (core), 300es, 310es and 320es")
      }
      guard output == .glsl else { throw OptionsError("glsl_version needs GLSL as output") }
      glslVersion = version
    }
  }

  private mutating func takeDifferentiation(_ options: quadless_options) throws(OptionsError) {
    differentiation.entryPoint = text(options.entry_point)
    differentiation.sites = try choice(
      options.sites.rawValue, "sites", [.all, .derivatives, .textures, .undefined])
    differentiation.onCut = try choice(options.on_cut.rawValue, "on_cut", [.keep, .zero, .error])
    if let name = text(options.texture_derivative) {
      guard let derivative = TextureDerivative(rawValue: name) else {
        let known = TextureDerivative.allCases.map(\.rawValue).joined(separator: ", ")
        throw OptionsError("texture_derivative: '\(name)' is none of \(known)")
      }
      differentiation.textureDerivative = derivative
    }
    if let name = text(options.seeds) {
      guard let source = SeedSource(rawValue: name) else {
        let known = SeedSource.allCases.map(\.rawValue).joined(separator: ", ")
        throw OptionsError("seeds: '\(name)' is none of \(known)")
      }
      differentiation.seeds = source
    }
    let size = (options.fragment_width, options.fragment_height)
    guard size.0 <= 64, size.1 <= 64 else {
      throw OptionsError("a coarse fragment has at most 64 x 64 pixels")
    }
    differentiation.fragmentSize = (max(1, Int(size.0)), max(1, Int(size.1)))
  }

  private mutating func takeLimits(_ options: quadless_options) {
    if options.max_input_size > 0 { limits.inputBytes = options.max_input_size }
    if options.max_nesting > 0 { limits.nesting = Int(options.max_nesting) }
    if options.max_ids > 0 { limits.ids = Int(options.max_ids) }
    if options.max_instructions > 0 { limits.instructions = options.max_instructions }
    if options.timeout_milliseconds > 0 { limits.time = .milliseconds(Int(options.timeout_milliseconds)) }
    compilation.allowsOutsideFiles = options.allow_outside_files != 0
  }

  private mutating func takeFunctions(_ options: quadless_options) throws(OptionsError) {
    let names = try texts(options.functions, options.function_count, "functions")
    guard !names.isEmpty else {
      if options.result_tangents != 0 || options.omit_declarations != 0 {
        throw OptionsError("result_tangents and omit_declarations need functions")
      }
      return
    }
    var choices = FunctionOptions(names: names)
    choices.returnsTangents = options.result_tangents != 0
    choices.omitsDeclarations = options.omit_declarations != 0
    functions = choices
  }
}

private func text(_ pointer: UnsafePointer<CChar>?) -> String? { pointer.map { String(cString: $0) } }

private func texts(
  _ list: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int, _ name: String
) throws(OptionsError) -> [String] {
  if count == 0 { return [] }
  guard let list, count > 0 else { throw OptionsError("\(name) is missing, and its count is \(count)") }
  var result: [String] = []
  for position in 0..<count {
    guard let item = list[position] else { throw OptionsError("\(name)[\(position)] is NULL") }
    result.append(String(cString: item))
  }
  return result
}

private func choice<Choice>(_ number: UInt32, _ name: String, _ all: [Choice]) throws(OptionsError) -> Choice
{
  guard Int(number) < all.count else { throw OptionsError("\(name): there is no value \(number)") }
  return all[Int(number)]
}

/// A C callback that finds included files.
private struct IncludeCallback: @unchecked Sendable {
  let function: quadless_include_callback
  let context: UnsafeMutableRawPointer?

  func answer(_ request: IncludeRequest) -> IncludeAnswer {
    request.name.withCString { name in
      request.includer.withCString { includer in
        var question = quadless_include_request()
        question.size = MemoryLayout<quadless_include_request>.size
        question.name = name
        question.includer = includer
        question.is_local = request.isLocal ? 1 : 0
        question.depth = request.depth
        var answer = quadless_include_answer()
        let status = function(context, &question, &answer)
        let bytes = Array(
          UnsafeRawBufferPointer(start: answer.text, count: answer.text == nil ? 0 : answer.length))
        switch status {
        case QUADLESS_INCLUDE_FOUND: return found(bytes, path: text(answer.path) ?? request.name)
        case QUADLESS_INCLUDE_MISSING: return .missing
        case QUADLESS_INCLUDE_DIRECTORIES: return .fileSystem
        case QUADLESS_INCLUDE_FAILED: return .failure(String(decoding: bytes, as: UTF8.self))
        default: return .failure("the include callback gave the status \(status.rawValue)")
        }
      }
    }
  }

  private func found(_ bytes: [UInt8], path: String) -> IncludeAnswer {
    do throws(CompilationError) {
      return .source(try Source(path: path, bytes: bytes))
    } catch {
      return .failure(error.diagnostics.map(\.message).joined(separator: "; "))
    }
  }
}
