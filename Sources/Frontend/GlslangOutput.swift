import CGlslang

/// glslang's tables, made once in a process.
private let glslangIsReady: Void = quadless_initialize()

/// Says that no two threads of this process will compile at once, which makes a single compile faster.
package func compileOnOneThread() { quadless_serve_one_thread() }

/// The bytes that are left of this thread's stack, which the compilers recurse on; 0 where the system does not say.
package func stackLeft() -> Int { quadless_stack_left() }

/// One run of glslang and what came out of it.
struct GlslangOutput {
  /// What to run.
  enum Task {
    case compile
    case preprocess
  }

  var succeeded = false
  var messages = ""
  var preprocessed = ""
  var words: [UInt32] = []
  var symbols: [InterfaceSymbol] = []
  var extensions: Set<String> = []
  var functions: [SourceFunction] = []
  var originUpperLeft = false
  var pixelCenterInteger = false
  var earlyFragmentTests = false
  var depthLayout: String?

  /// Runs glslang over a text.
  init(
    _ task: Task, text: [UInt8], path: String, preamble: String, dialect: Dialect,
    environment: TargetEnvironment,
    options: CompileOptions, resolver: IncludeResolver
  ) {
    _ = glslangIsReady
    let result = text.withUnsafeBytes { bytes in
      path.withCString { path in
        preamble.withCString { preamble in
          CompileOptions.emptyMain.withCString { emptyMain in
            var input = quadless_input()
            input.path = path
            // An empty array has no address; glslang wants one.
            input.text = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? path
            input.length = bytes.count
            input.preamble = preamble
            input.epilogue = options.keepsFunctions && task == .compile ? emptyMain : nil
            input.override_version = Int32(dialect.overrideVersion)
            input.vulkan = environment.shimNumber
            input.relaxes_vulkan = options.relaxesVulkan
            input.maps_io = options.mapsIO
            input.embeds_text = options.embedsSourceText
            input.keeps_functions = options.keepsFunctions
            input.default_version = Int32(options.keepsFunctions ? Dialect.defaultVersion : dialect.version)
            input.legacy = dialect.isLegacy(for: environment)
            input.includer = IncludeResolver.callback
            input.context = Unmanaged.passUnretained(resolver).toOpaque()
            return task == .compile ? quadless_compile(&input) : quadless_preprocess(&input)
          }
        }
      }
    }
    withExtendedLifetime(resolver) {}
    guard let result else {
      messages = "ERROR: out of memory\n"
      return
    }
    defer { quadless_output_free(result) }
    read(result.pointee)
  }

  private mutating func read(_ output: quadless_output) {
    succeeded = output.succeeded
    messages = String(cString: output.messages)
    preprocessed = String(cString: output.preprocessed)
    words = Array(UnsafeBufferPointer(start: output.words, count: output.word_count))
    symbols = UnsafeBufferPointer(start: output.symbols, count: output.symbol_count).map(InterfaceSymbol.init)
    let names = UnsafeBufferPointer(start: output.extensions, count: output.extension_count)
    extensions = Set(names.compactMap { $0.map { String(cString: $0) } })
    functions = UnsafeBufferPointer(start: output.functions, count: output.function_count)
      .map(SourceFunction.init)
    originUpperLeft = output.origin_upper_left
    pixelCenterInteger = output.pixel_center_integer
    earlyFragmentTests = output.early_fragment_tests
    switch output.depth {
    case QUADLESS_DEPTH_ANY: depthLayout = "depth_any"
    case QUADLESS_DEPTH_GREATER: depthLayout = "depth_greater"
    case QUADLESS_DEPTH_LESS: depthLayout = "depth_less"
    case QUADLESS_DEPTH_UNCHANGED: depthLayout = "depth_unchanged"
    default: depthLayout = nil
    }
  }
}

extension InterfaceSymbol {
  /// A symbol as the shim gives it. The packing is the one in force, not yet the one written.
  init(_ symbol: quadless_symbol) {
    let name = String(cString: symbol.name)
    // glslang names a block without an instance name anon@0, anon@1 …
    let isAnonymous = symbol.block_name != nil && name.hasPrefix("anon@")
    func number(_ value: Int32) -> Int? { value < 0 ? nil : Int(value) }

    var offsets: [String: Int] = [:]
    var members: [String] = []
    for index in 0..<symbol.member_count {
      guard let text = symbol.member_names[index] else { continue }
      let member = String(cString: text)
      members.append(member)
      offsets[member] = number(symbol.member_offsets[index])
    }
    self.init(
      name: isAnonymous ? "" : name, blockName: symbol.block_name.map { String(cString: $0) },
      isAnonymousBlock: isAnonymous, packing: Packing(symbol.packing),
      explicitLocation: number(symbol.location), explicitComponent: number(symbol.component),
      explicitIndex: number(symbol.index), explicitBinding: number(symbol.binding),
      explicitSet: number(symbol.set), storage: Storage(symbol.storage), isBuiltIn: symbol.is_built_in,
      memberNames: members, explicitOffsets: offsets, precision: Precision(symbol.precision))
  }
}

extension InterfaceSymbol.Storage {
  fileprivate init(_ storage: quadless_storage) {
    switch storage {
    case QUADLESS_STORAGE_INPUT: self = .input
    case QUADLESS_STORAGE_OUTPUT: self = .output
    case QUADLESS_STORAGE_UNIFORM: self = .uniform
    case QUADLESS_STORAGE_BUFFER: self = .buffer
    case QUADLESS_STORAGE_PUSH_CONSTANT: self = .pushConstant
    case QUADLESS_STORAGE_SHARED: self = .shared
    default: self = .other
    }
  }
}

extension Precision {
  fileprivate init?(_ precision: quadless_precision) {
    switch precision {
    case QUADLESS_PRECISION_LOW: self = .lowp
    case QUADLESS_PRECISION_MEDIUM: self = .mediump
    case QUADLESS_PRECISION_HIGH: self = .highp
    default: return nil
    }
  }
}

extension InterfaceSymbol.Packing {
  fileprivate init(_ packing: quadless_packing) {
    switch packing {
    case QUADLESS_PACKING_SHARED: self = .shared
    case QUADLESS_PACKING_PACKED: self = .packed
    case QUADLESS_PACKING_STD140: self = .std140
    case QUADLESS_PACKING_STD430: self = .std430
    case QUADLESS_PACKING_SCALAR: self = .scalar
    default: self = .none
    }
  }
}

extension SourceFunction {
  /// A function as the shim gives it.
  fileprivate init(_ function: quadless_function) {
    let parameters = UnsafeBufferPointer(start: function.parameters, count: function.parameter_count)
    self.init(
      mangledName: String(cString: function.name),
      parameters: parameters.map { parameter in
        let passing: Parameter.Passing =
          switch parameter.passing {
          case QUADLESS_PASSING_OUT: .out
          case QUADLESS_PASSING_INOUT: .inout
          default: .in
          }
        return Parameter(name: String(cString: parameter.name), passing: passing)
      })
  }
}
