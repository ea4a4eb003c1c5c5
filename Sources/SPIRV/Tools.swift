import CSPIRVTools
import Glibc

/// A message of SPIRV-Tools.
public struct ToolError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The message.
  public var message: String
  /// The message.
  public var description: String { message }
}

/// The environment whose rules a module is held to.
public enum ValidationEnvironment: String, Sendable {
  case universal = "spv1.6"
  case opengl = "opengl4.5"
  case vulkan1_0 = "vulkan1.0"
  case vulkan1_1 = "vulkan1.1"
  case vulkan1_2 = "vulkan1.2"
  case vulkan1_3 = "vulkan1.3"

  var target: spv_target_env {
    switch self {
    case .universal: SPV_ENV_UNIVERSAL_1_6
    case .opengl: SPV_ENV_OPENGL_4_5
    case .vulkan1_0: SPV_ENV_VULKAN_1_0
    case .vulkan1_1: SPV_ENV_VULKAN_1_1
    case .vulkan1_2: SPV_ENV_VULKAN_1_2
    case .vulkan1_3: SPV_ENV_VULKAN_1_3
    }
  }
}

/// SPIRV-Tools: validator, disassembler, optimizer.
public enum SPIRVTools {
  /// The version text of the linked library.
  public static var version: String { String(cString: spvSoftwareVersionString()) }

  /// Checks a module against the specification, and what the validator does not: that a function uses no other one's
  /// values where no control gets to, and that none calls itself.
  ///
  /// - Parameter nesting: how deep control flow may nest, where that is not SPIR-V's own limit.
  /// - Throws: ``ToolError`` with the validator's first message.
  public static func validate(
    _ words: [UInt32], environment: ValidationEnvironment, nesting: Int? = nil
  ) throws(ToolError) {
    // Making a friendly name unique takes the validator time in the square of how often it is used, so names
    // are made only for a message.
    do throws(ToolError) {
      try validate(words, environment, nesting, friendlyNames: false)
    } catch {
      try validate(words, environment, nesting, friendlyNames: true)
      throw error
    }
    guard let module = try? Module(words: words) else { return }
    if let function = module.recursiveFunction() {
      throw ToolError(message: "\(function) calls itself")
    }
    if let (value, function) = module.foreignValue() {
      throw ToolError(message: "\(function) uses \(value), which another function defines")
    }
  }

  private static func validate(
    _ words: [UInt32], _ environment: ValidationEnvironment, _ nesting: Int?, friendlyNames: Bool
  ) throws(ToolError) {
    let context = spvContextCreate(environment.target)
    defer { spvContextDestroy(context) }
    let options = spvValidatorOptionsCreate()
    defer { spvValidatorOptionsDestroy(options) }
    spvValidatorOptionsSetRelaxBlockLayout(options, true)
    spvValidatorOptionsSetFriendlyNames(options, friendlyNames)
    if let nesting {
      let limit = UInt32(clamping: nesting)
      spvValidatorOptionsSetUniversalLimit(options, spv_validator_limit_max_control_flow_nesting_depth, limit)
    }
    var diagnostic: spv_diagnostic?
    defer { spvDiagnosticDestroy(diagnostic) }
    let status = words.withUnsafeBufferPointer { buffer in
      var binary = spv_const_binary_t(code: buffer.baseAddress, wordCount: buffer.count)
      return spvValidateWithOptions(context, options, &binary, &diagnostic)
    }
    guard status == SPV_SUCCESS else { throw ToolError(message: text(diagnostic, status)) }
  }

  /// The module as spirv-dis prints it.
  ///
  /// - Throws: ``ToolError`` where the words cannot be parsed.
  public static func disassemble(_ words: [UInt32]) throws(ToolError) -> String {
    let context = spvContextCreate(SPV_ENV_UNIVERSAL_1_6)
    defer { spvContextDestroy(context) }
    var diagnostic: spv_diagnostic?
    defer { spvDiagnosticDestroy(diagnostic) }
    var result: spv_text?
    defer { spvTextDestroy(result) }
    let options =
      SPV_BINARY_TO_TEXT_OPTION_INDENT.rawValue
      | SPV_BINARY_TO_TEXT_OPTION_FRIENDLY_NAMES.rawValue
    let status = spvBinaryToText(context, words, words.count, options, &result, &diagnostic)
    guard status == SPV_SUCCESS, let result else { throw ToolError(message: text(diagnostic, status)) }
    let bytes = UnsafeRawBufferPointer(start: result.pointee.str, count: result.pointee.length)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Assembles text as spirv-as does, ids kept as they are numbered.
  ///
  /// - Throws: ``ToolError`` with the assembler's message.
  public static func assemble(
    _ source: String, environment: ValidationEnvironment = .universal
  ) throws(ToolError) -> [UInt32] {
    let context = spvContextCreate(environment.target)
    defer { spvContextDestroy(context) }
    var diagnostic: spv_diagnostic?
    defer { spvDiagnosticDestroy(diagnostic) }
    var result: spv_binary?
    defer { spvBinaryDestroy(result) }
    let status = spvTextToBinaryWithOptions(
      context, source, source.utf8.count, SPV_TEXT_TO_BINARY_OPTION_PRESERVE_NUMERIC_IDS.rawValue, &result,
      &diagnostic)
    guard status == SPV_SUCCESS, let result else { throw ToolError(message: text(diagnostic, status)) }
    return Array(UnsafeBufferPointer(start: result.pointee.code, count: result.pointee.wordCount))
  }

  /// Runs optimizer passes, named as spirv-opt names them.
  ///
  /// - Throws: ``ToolError`` with the first message where a pass fails.
  public static func optimize(
    _ words: [UInt32], passes: [String] = ["-O"], environment: ValidationEnvironment
  ) throws(ToolError) -> [UInt32] {
    final class Messages { var first: String? }
    let messages = Messages()
    var count = 0
    let flags = passes.map { strdup($0) }
    defer { flags.forEach { free($0) } }
    let pointers = flags.map { UnsafePointer($0) }
    let result = withExtendedLifetime(messages) {
      pointers.withUnsafeBufferPointer { flags in
        quadless_optimize(
          environment.target, words, words.count, flags.baseAddress, flags.count, &count,
          { context, message in
            guard let context, let message else { return }
            let messages = Unmanaged<Messages>.fromOpaque(context).takeUnretainedValue()
            if messages.first == nil { messages.first = String(cString: message) }
          }, Unmanaged.passUnretained(messages).toOpaque())
      }
    }
    guard let result else {
      throw ToolError(message: messages.first ?? "the optimizer refused \(passes.joined(separator: " "))")
    }
    defer { free(result) }
    return Array(UnsafeBufferPointer(start: result, count: count))
  }

  private static func text(_ diagnostic: spv_diagnostic?, _ status: spv_result_t) -> String {
    guard let diagnostic, let message = diagnostic.pointee.error else {
      return "SPIRV-Tools failed with status \(status.rawValue)"
    }
    return String(cString: message)
  }
}
