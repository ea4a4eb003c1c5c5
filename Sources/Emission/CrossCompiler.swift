import CSPIRVCross

/// One SPIRV-Cross compiler over one module, with its context; both end with this object.
///
/// Every pointer that SPIRV-Cross hands out lives as long as its context, so none leaves this class
/// except inside `body` closures and as copied strings.
final class CrossCompiler {
  private let context: spvc_context
  private let compiler: spvc_compiler
  private let options: spvc_compiler_options

  /// Reads `words` for the back end `backEnd`, called `name` in messages.
  init(words: [UInt32], backEnd: spvc_backend, name: String) throws(EmissionError) {
    var created: spvc_context?
    guard spvc_context_create(&created) == SPVC_SUCCESS, let context = created else {
      throw .inexpressible("out of memory")
    }
    do throws(EmissionError) {
      self.compiler = try CrossCompiler.makeCompiler(words, backEnd: backEnd, name: name, in: context)
      var options: spvc_compiler_options?
      guard spvc_compiler_create_compiler_options(compiler, &options) == SPVC_SUCCESS, let options else {
        throw .inexpressible(CrossCompiler.lastError(context))
      }
      self.options = options
      self.context = context
    } catch {
      spvc_context_destroy(context)
      throw error
    }
  }

  deinit { spvc_context_destroy(context) }

  private static func makeCompiler(
    _ words: [UInt32], backEnd: spvc_backend, name: String, in context: spvc_context
  ) throws(EmissionError) -> spvc_compiler {
    var parsed: spvc_parsed_ir?
    let status = words.withUnsafeBufferPointer {
      spvc_context_parse_spirv(context, $0.baseAddress, $0.count, &parsed)
    }
    guard status == SPVC_SUCCESS, let parsed else { throw .unreadableModule(lastError(context)) }
    var compiler: spvc_compiler?
    let created = spvc_context_create_compiler(
      context, backEnd, parsed, SPVC_CAPTURE_MODE_TAKE_OWNERSHIP, &compiler)
    // The one way for this call to fail on a parsed module, but for want of memory.
    guard created == SPVC_SUCCESS, let compiler else { throw .missingBackEnd(name) }
    return compiler
  }

  private static func lastError(_ context: spvc_context) -> String {
    spvc_context_get_last_error_string(context).map { String(cString: $0) } ?? "no reason given"
  }

  /// Throws what SPIRV-Cross says when `status` is no success.
  private func check(_ status: spvc_result) throws(EmissionError) {
    if status != SPVC_SUCCESS { throw .inexpressible(CrossCompiler.lastError(context)) }
  }

  // MARK: Options

  /// Turns a yes-or-no option on or off.
  func set(_ option: spvc_compiler_option, _ value: Bool) throws(EmissionError) {
    try check(spvc_compiler_options_set_bool(options, option, value ? 1 : 0))
  }

  /// Gives a numeric option its value.
  func set(_ option: spvc_compiler_option, _ value: Int) throws(EmissionError) {
    try check(spvc_compiler_options_set_uint(options, option, UInt32(clamping: value)))
  }

  /// Chooses the fragment entry point to write, in a module with several; nil is the first.
  func chooseEntryPoint(_ name: String?) throws(EmissionError) {
    guard let name else { return }
    var points: UnsafePointer<spvc_entry_point>?
    var count = 0
    try check(spvc_compiler_get_entry_points(compiler, &points, &count))
    let isThere = UnsafeBufferPointer(start: points, count: count).contains {
      $0.execution_model == SpvExecutionModelFragment && $0.name.map { String(cString: $0) } == name
    }
    // Setting one that is not there throws a C++ exception, which nothing catches.
    guard isThere else { throw .noEntryPoint(name) }
    try check(spvc_compiler_set_entry_point(compiler, name, SpvExecutionModelFragment))
  }

  /// Adds a line between the extensions and the declarations.
  func addHeaderLine(_ line: String) throws(EmissionError) {
    try check(spvc_compiler_add_header_line(compiler, line))
  }

  // MARK: Names and decorations

  /// The name of an id or a type; "" if it has none.
  func name(of id: UInt32) -> String { String(cString: spvc_compiler_get_name(compiler, id)) }

  /// Renames an id.
  func setName(of id: UInt32, to name: String) { spvc_compiler_set_name(compiler, id, name) }

  /// Renames a struct member.
  func setMemberName(of type: UInt32, _ member: UInt32, to name: String) {
    spvc_compiler_set_member_name(compiler, type, member, name)
  }

  /// Whether the id has the decoration.
  func has(_ decoration: SpvDecoration, on id: UInt32) -> Bool {
    spvc_compiler_has_decoration(compiler, id, decoration) != 0
  }

  /// The first literal of a decoration.
  func value(of decoration: SpvDecoration, on id: UInt32) -> UInt32 {
    spvc_compiler_get_decoration(compiler, id, decoration)
  }

  /// Decorates an id.
  func decorate(_ id: UInt32, _ decoration: SpvDecoration, _ value: UInt32 = 0) {
    spvc_compiler_set_decoration(compiler, id, decoration, value)
  }

  /// Takes a decoration off an id.
  func undecorate(_ id: UInt32, _ decoration: SpvDecoration) {
    spvc_compiler_unset_decoration(compiler, id, decoration)
  }

  /// Takes a decoration off a struct member.
  func undecorate(_ type: UInt32, member: UInt32, _ decoration: SpvDecoration) {
    spvc_compiler_unset_member_decoration(compiler, type, member, decoration)
  }

  /// The entry point's execution modes.
  func executionModes() throws(EmissionError) -> [SpvExecutionMode] {
    var modes: UnsafePointer<SpvExecutionMode>?
    var count = 0
    try check(spvc_compiler_get_execution_modes(compiler, &modes, &count))
    return Array(UnsafeBufferPointer(start: modes, count: count))
  }

  // MARK: Work

  /// Pairs separate images and samplers, for targets that have only combined ones, and returns the
  /// pairs. The sampler is 0 for images that are only fetched from.
  func combineImagesAndSamplers() throws(EmissionError) -> [(pair: UInt32, image: UInt32, sampler: UInt32)] {
    // A texel fetch has no sampler; it gets this one.
    var dummy: spvc_variable_id = 0
    try check(spvc_compiler_build_dummy_sampler_for_combined_images(compiler, &dummy))
    try check(spvc_compiler_build_combined_image_samplers(compiler))
    var pairs: UnsafePointer<spvc_combined_image_sampler>?
    var count = 0
    try check(spvc_compiler_get_combined_image_samplers(compiler, &pairs, &count))
    return UnsafeBufferPointer(start: pairs, count: count).map {
      ($0.combined_id, $0.image_id, $0.sampler_id == dummy ? 0 : $0.sampler_id)
    }
  }

  /// Calls `body` with the bare compiler, for reflection.
  func withCompiler<Result>(_ body: (spvc_compiler) throws -> Result) rethrows -> Result {
    try body(compiler)
  }

  /// Writes the module in the target language.
  func compile() throws(EmissionError) -> String {
    try check(spvc_compiler_install_compiler_options(compiler, options))
    var source: UnsafePointer<CChar>?
    try check(spvc_compiler_compile(compiler, &source))
    return source.map { String(cString: $0) } ?? ""
  }
}
