import CQuadless
import Conversion
import Differentiation
import Frontend

/// What a conversion gave, ready for C: every text is made when the result is, so that threads only read.
final class ConversionResult: @unchecked Sendable {
  let status: quadless_status
  private var memory: [UnsafeMutableRawPointer] = []
  private(set) var data: UnsafeRawPointer?
  private(set) var size = 0
  private(set) var isUnchanged = false
  private(set) var environment: UnsafePointer<CChar>?
  private(set) var instructionsBefore = 0
  private(set) var instructionsAfter = 0
  private(set) var diagnostics: [quadless_diagnostic] = []
  private(set) var sites: [quadless_site] = []
  private(set) var seeds: [quadless_seed] = []
  private(set) var siteList: UnsafePointer<CChar>?

  /// A conversion that went well.
  init(_ conversion: Conversion, path: String) {
    status = QUADLESS_SUCCESS
    data = keep(conversion.bytes)
    size = conversion.bytes.count
    isUnchanged = conversion.isUnchanged
    environment = conversion.environment.map { keep($0.rawValue) }
    instructionsBefore = conversion.instructionsBefore
    instructionsAfter = conversion.instructionsAfter
    diagnostics = conversion.diagnostics.map { entry($0) }
    sites = conversion.sites.map { entry($0, path) }
    seeds = conversion.seedInputs.map { entry($0) }
    siteList = keep(conversion.siteList(path: path))
  }

  /// A shader that cannot be converted.
  init(_ error: ConversionError) {
    status = if case .resources = error { QUADLESS_ERROR_RESOURCES } else { QUADLESS_ERROR_INPUT }
    diagnostics = error.diagnostics.map { entry($0) }
  }

  /// A wrong call.
  init(usage message: String) {
    status = QUADLESS_ERROR_USAGE
    diagnostics = [entry(Diagnostic(file: "quadless", severity: .error, message: message))]
  }

  deinit {
    for pointer in memory { pointer.deallocate() }
  }

  /// The result behind a pointer that C holds.
  static func at(_ pointer: OpaquePointer?) -> ConversionResult? {
    pointer.map { Unmanaged<ConversionResult>.fromOpaque(UnsafeRawPointer($0)).takeUnretainedValue() }
  }

  /// Copies bytes to where they stay, with a NUL behind.
  private func keep(_ bytes: [UInt8]) -> UnsafeRawPointer {
    // SPIR-V is read as words.
    let copy = UnsafeMutableRawPointer.allocate(byteCount: bytes.count + 1, alignment: 8)
    bytes.withUnsafeBytes {
      copy.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(copy), byteCount: $0.count)
    }
    copy.storeBytes(of: 0, toByteOffset: bytes.count, as: UInt8.self)
    memory.append(copy)
    return UnsafeRawPointer(copy)
  }

  private func keep(_ text: String) -> UnsafePointer<CChar> {
    keep(Array(text.utf8)).assumingMemoryBound(to: CChar.self)
  }

  private func entry(_ diagnostic: Diagnostic) -> quadless_diagnostic {
    var result = quadless_diagnostic()
    result.size = MemoryLayout<quadless_diagnostic>.size
    result.severity =
      switch diagnostic.severity {
      case .error: QUADLESS_SEVERITY_ERROR
      case .warning: QUADLESS_SEVERITY_WARNING
      case .note: QUADLESS_SEVERITY_NOTE
      }
    result.file = keep(diagnostic.file)
    result.line = UInt32(clamping: diagnostic.line ?? 0)
    result.column = UInt32(clamping: diagnostic.column ?? 0)
    result.message = keep(diagnostic.message)
    return result
  }

  private func entry(_ seed: SeedInput) -> quadless_seed {
    var result = quadless_seed()
    result.size = MemoryLayout<quadless_seed>.size
    result.name = keep(seed.name)
    result.type = keep(seed.type)
    result.location = seed.location.map { Int32(clamping: $0) } ?? -1
    result.is_along_y = seed.isAlongY ? 1 : 0
    result.declaration = keep(seed.declaration)
    return result
  }

  private func entry(_ site: SiteReport, _ path: String) -> quadless_site {
    var result = quadless_site()
    result.size = MemoryLayout<quadless_site>.size
    result.kind =
      switch site.kind {
      case .dx: QUADLESS_SITE_DX
      case .dy: QUADLESS_SITE_DY
      case .width: QUADLESS_SITE_WIDTH
      case .sample: QUADLESS_SITE_SAMPLE
      case .queryLod: QUADLESS_SITE_QUERY_LOD
      }
    switch site.outcome {
    case .tangent: result.outcome = QUADLESS_OUTCOME_TANGENT
    case .zero: result.outcome = QUADLESS_OUTCOME_ZERO
    case .gradients: result.outcome = QUADLESS_OUTCOME_GRADIENTS
    case .kept(let reason):
      result.outcome = QUADLESS_OUTCOME_KEPT
      result.reason = keep(reason.text)
    }
    result.name = keep(site.name)
    result.file = keep(site.location.file.isEmpty ? path : site.location.file)
    result.line = UInt32(clamping: site.location.line)
    result.column = UInt32(clamping: site.location.column)
    result.function = keep(site.function)
    result.cost = UInt32(clamping: site.cost)
    result.json = keep(site.json)
    return result
  }
}

// MARK: Accessors

/// See `quadless.h`.
@c @implementation
public func quadless_result_status(_ result: OpaquePointer!) -> quadless_status {
  ConversionResult.at(result)?.status ?? QUADLESS_ERROR_USAGE
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_data(_ result: OpaquePointer!) -> UnsafeRawPointer! {
  ConversionResult.at(result)?.data
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_size(_ result: OpaquePointer!) -> Int { ConversionResult.at(result)?.size ?? 0 }

/// See `quadless.h`.
@c @implementation
public func quadless_result_is_unchanged(_ result: OpaquePointer!) -> CInt {
  ConversionResult.at(result)?.isUnchanged == true ? 1 : 0
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_environment(_ result: OpaquePointer!) -> UnsafePointer<CChar>! {
  ConversionResult.at(result)?.environment
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_instructions_before(_ result: OpaquePointer!) -> Int {
  ConversionResult.at(result)?.instructionsBefore ?? 0
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_instructions_after(_ result: OpaquePointer!) -> Int {
  ConversionResult.at(result)?.instructionsAfter ?? 0
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_diagnostic_count(_ result: OpaquePointer!) -> Int {
  ConversionResult.at(result)?.diagnostics.count ?? 0
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_diagnostic(
  _ result: OpaquePointer!, _ index: Int, _ diagnostic: UnsafeMutablePointer<quadless_diagnostic>!
) -> CInt {
  guard let all = ConversionResult.at(result)?.diagnostics, all.indices.contains(index), let diagnostic else {
    return 0
  }
  return copy(all[index], to: diagnostic, size: diagnostic.pointee.size) { $0.size = $1 }
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_site_count(_ result: OpaquePointer!) -> Int {
  ConversionResult.at(result)?.sites.count ?? 0
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_site(
  _ result: OpaquePointer!, _ index: Int, _ site: UnsafeMutablePointer<quadless_site>!
) -> CInt {
  guard let all = ConversionResult.at(result)?.sites, all.indices.contains(index), let site else { return 0 }
  return copy(all[index], to: site, size: site.pointee.size) { $0.size = $1 }
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_seed_count(_ result: OpaquePointer!) -> Int {
  ConversionResult.at(result)?.seeds.count ?? 0
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_seed(
  _ result: OpaquePointer!, _ index: Int, _ seed: UnsafeMutablePointer<quadless_seed>!
) -> CInt {
  guard let all = ConversionResult.at(result)?.seeds, all.indices.contains(index), let seed else { return 0 }
  return copy(all[index], to: seed, size: seed.pointee.size) { $0.size = $1 }
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_site_list(_ result: OpaquePointer!) -> UnsafePointer<CChar>! {
  ConversionResult.at(result)?.siteList
}

/// See `quadless.h`.
@c @implementation
public func quadless_result_free(_ result: OpaquePointer!) {
  guard let result else { return }
  Unmanaged<ConversionResult>.fromOpaque(UnsafeRawPointer(result)).release()
}

/// Copies as much of a value as its receiver knows; 1 where that is anything.
private func copy<Value>(
  _ value: Value, to target: UnsafeMutablePointer<Value>, size: Int, _ setSize: (inout Value, Int) -> Void
) -> CInt {
  let count = min(size, MemoryLayout<Value>.size)
  guard count >= MemoryLayout<Int>.size else { return 0 }
  var value = value
  setSize(&value, count)
  withUnsafeBytes(of: &value) { bytes in
    UnsafeMutableRawBufferPointer(start: target, count: count)
      .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(count)))
  }
  return 1
}
