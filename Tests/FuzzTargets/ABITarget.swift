import CQuadless
import QuadlessABI

/// An input of ``FuzzTarget/abi``: eight bytes that choose options, then a shader.
func runABI(_ bytes: [UInt8]) throws(Finding) {
  let head = bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  let shader = Array(bytes.dropFirst(8))
  var choices = BitChoices(head)
  var options = quadless_options()
  quadless_options_init(&options, MemoryLayout<quadless_options>.size)
  options.output = quadless_output_kind(rawValue: choices.pick([0, 1, 2, 3, 4, 5, 0xffff_ffff]))
  options.sites = quadless_site_selection(rawValue: choices.pick([0, 1, 2, 3, 4, 0x8000_0000]))
  options.on_cut = quadless_cut_policy(rawValue: choices.pick([0, 1, 2, 3]))
  options.optimize = choices.pick([0, 0, 0, 1])
  options.debug_info = choices.pick([0, 1, -1])
  options.fragment_width = choices.pick([0, 1, 2, 64, 65, 0xffff_ffff])
  options.fragment_height = choices.pick([0, 1, 4])
  options.result_tangents = choices.pick([0, 1])
  options.omit_declarations = choices.pick([0, 1])
  options.verify_each = choices.pick([1, 0])
  options.size = choices.pick([MemoryLayout<quadless_options>.size, 8, 0, 7, 64])
  var texts = Texts()
  defer { texts.free() }
  options.target_env = texts.optional(choices.pick([nil, "opengl", "vulkan1.2", "x", ""]))
  options.glsl_version = texts.optional(choices.pick([nil, "450", "300es", "330", "99999999999999999999"]))
  options.entry_point = texts.optional(choices.pick([nil, "main", "other"]))
  options.texture_derivative = texts.optional(choices.pick([nil, "central", "bilinear", "keep", "?"]))
  options.seeds = texts.optional(choices.pick([nil, "explicit", "quads"]))
  (options.functions, options.function_count) = texts.list(choices.pick([[], ["f"], ["main", "f"], [nil]]))
  (options.definitions, options.definition_count) = texts.list(
    choices.pick([[], ["A=1"], ["=", "x y"], [""]]))
  options.include = { _, request, answer in
    answer?.pointee.text = request?.pointee.name
    answer?.pointee.length = 1
    return quadless_include_status(rawValue: UInt32(request?.pointee.depth ?? 0) % 5)
  }

  var result: OpaquePointer?
  let status = shader.withUnsafeBytes {
    quadless_convert("fuzz.frag", $0.baseAddress, $0.count, &options, &result)
  }
  defer { quadless_result_free(result) }
  guard let result else { throw Finding("no result") }
  guard quadless_result_status(result) == status else { throw Finding("two answers about the status") }
  try readAll(of: result, isSuccess: status == QUADLESS_SUCCESS)
}

/// Reads whatever a result has.
private func readAll(of result: OpaquePointer, isSuccess: Bool) throws(Finding) {
  let data = quadless_result_data(result)
  guard (data != nil) == isSuccess else { throw Finding("data and the status disagree") }
  if let data {
    let bytes = UnsafeRawBufferPointer(start: data, count: quadless_result_size(result) + 1)
    guard bytes.last == 0 else { throw Finding("no NUL behind the data") }
  }
  var hasError = false
  for index in 0...quadless_result_diagnostic_count(result) {
    var diagnostic = quadless_diagnostic()
    diagnostic.size = MemoryLayout<quadless_diagnostic>.size
    let isThere = quadless_result_diagnostic(result, index, &diagnostic) == 1
    guard isThere == (index < quadless_result_diagnostic_count(result)) else { throw Finding("wrong count") }
    if isThere, diagnostic.severity == QUADLESS_SEVERITY_ERROR { hasError = true }
    if isThere, String(cString: diagnostic.message).isEmpty { throw Finding("a diagnostic says nothing") }
    if isThere, String(cString: diagnostic.message).hasPrefix("internal error") {
      throw Finding(String(cString: diagnostic.message))
    }
  }
  guard hasError != isSuccess else { throw Finding("errors and the status disagree") }
  for index in 0..<quadless_result_site_count(result) {
    var site = quadless_site()
    site.size = MemoryLayout<quadless_site>.size
    guard quadless_result_site(result, index, &site) == 1 else { throw Finding("a site is missing") }
    _ = String(cString: site.json)
  }
  for index in 0..<quadless_result_seed_count(result) {
    var seed = quadless_seed()
    seed.size = MemoryLayout<quadless_seed>.size
    guard quadless_result_seed(result, index, &seed) == 1 else { throw Finding("a seed is missing") }
    _ = String(cString: seed.declaration)
  }
  _ = quadless_result_site_list(result).map { String(cString: $0) }
}

/// C strings that live until they are freed.
private struct Texts {
  private var strings: [UnsafeMutablePointer<CChar>] = []
  private var lists: [UnsafeMutableBufferPointer<UnsafePointer<CChar>?>] = []

  mutating func optional(_ text: String?) -> UnsafePointer<CChar>? {
    guard let text else { return nil }
    let bytes = text.utf8CString
    let copy = UnsafeMutableBufferPointer<CChar>.allocate(capacity: bytes.count)
    _ = copy.initialize(from: bytes)
    guard let base = copy.baseAddress else { return nil }
    strings.append(base)
    return UnsafePointer(base)
  }

  mutating func list(_ texts: [String?]) -> (UnsafePointer<UnsafePointer<CChar>?>?, Int) {
    let list = UnsafeMutableBufferPointer<UnsafePointer<CChar>?>.allocate(capacity: texts.count)
    for (index, text) in texts.enumerated() { list[index] = optional(text) }
    lists.append(list)
    return (UnsafePointer(list.baseAddress), texts.count)
  }

  func free() {
    for string in strings { string.deallocate() }
    for list in lists { list.deallocate() }
  }
}
