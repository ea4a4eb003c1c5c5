import Differentiation
import Emission
import Frontend
import SPIRV

// Functions for other stages: a file to include, or a module to link.
extension ConversionRun {
  /// Converts functions of a GLSL text.
  func convert(_ functions: FunctionOptions, of source: Source) throws(ConversionError) -> Conversion {
    try refuseUnsuitable()
    var compilation = options.compilation
    compilation.keepsFunctions = true
    compilation.mapsIO = options.output != .glsl
    compilation.embedsSourceText = options.keepsDebugInfo && writesModule
    let shader = try stopwatch.time("compile") { () throws(CompilationError) in
      try compile(source, options: compilation)
    } failure: {
      .compilation($0)
    }
    options.afterEachPass?("compile", shader.words)
    let compiled = try read(shader.words)
    let initializer = ModuleIndex(compiled).entryPoints.first?.function
    let module = compiled.renamingFunctions { id, name in
      if id == initializer { return "quadless_initialize" }
      return name.hasPrefix(CompileOptions.renamedMain) ? "main(" : nil
    }
    let defined = shader.functions.map { $0.withOwnName }
    let wanted = try wanted(functions, known: defined.map { String($0.name) }) { name in
      let found = defined.filter { $0.name == name }
      return LibraryFunction.named(name, in: module).map { function in
        let source = found.first {
          $0.mangledName == module.name(of: function.function) || found.count == 1
        }
        return source.map { function.passing($0.parameters) } ?? function
      }
    }
    var choices = options.differentiation
    choices.keptLines = keptLines(of: source, includes: shader.includedSources)
    choices.isOpenGL = !shader.environment.isVulkan
    choices.writesGLSL = !writesModule
    choices.hasTextureQueryLevels = writesModule || hasTextureQueryLevels(shader)
    var result = try convert(
      functions, wanted, of: module, initializer: initializer, choices, shader: shader)
    result.environment = shader.environment
    result.includes = shader.includes
    result.diagnostics = shader.warnings + result.diagnostics
    return result
  }

  /// Converts functions of a SPIR-V module, found by their names.
  func convert(_ functions: FunctionOptions, of bytes: [UInt8]) throws(ConversionError) -> Conversion {
    try refuseUnsuitable()
    let (module, _, _) = try readModule(bytes)
    let wanted = try wanted(functions, known: module.functionNames) {
      LibraryFunction.named($0, in: module)
    }
    var choices = options.differentiation
    choices.isOpenGL = !(options.compilation.targetEnvironment?.isVulkan ?? module.isForVulkan)
    choices.writesGLSL = !writesModule
    var result = try convert(functions, wanted, of: module, initializer: nil, choices, shader: nil)
    result.diagnostics += module.variablesSetElsewhere(wanted.map(\.function)).map { name in
      Diagnostic(
        file: path, severity: .warning,
        message: "the variable '\(name)' is set by the entry point, which is left out: set it before the call"
      )
    }
    return result
  }

  private func refuseUnsuitable() throws(ConversionError) {
    let reason: String? =
      switch options.output {
      case .msl, .hlsl: "functions are written as GLSL or SPIR-V, not as \(options.output.rawValue)"
      case .spv, .spvasm, .glsl:
        if options.optimizes {
          "functions are not optimized: the compiler of the shader that they become part of does that"
        } else if options.differentiation.sites != .all {
          "a function without a quad cannot leave sites as they are"
        } else {
          nil
        }
      }
    if let reason { throw .unsuitable(path: path, reason) }
  }

  /// The functions asked for, each once.
  private func wanted(
    _ functions: FunctionOptions, known: [String], _ find: (String) -> [LibraryFunction]
  ) throws(ConversionError) -> [LibraryFunction] {
    var wanted: [LibraryFunction] = []
    for name in functions.names where !wanted.contains(where: { $0.name == name }) {
      let found = find(name)
      if found.isEmpty {
        var names: [String] = []
        for known in known where !known.isEmpty && !names.contains(known) { names.append(known) }
        let others = names.isEmpty ? "it defines none" : "it defines \(names.joined(separator: ", "))"
        throw .unsuitable(path: path, "there is no function '\(name)'; \(others)")
      }
      wanted += found
    }
    guard !wanted.isEmpty else { throw .unsuitable(path: path, "no function is asked for") }
    return wanted
  }

  private func convert(
    _ functions: FunctionOptions, _ wanted: [LibraryFunction], of module: Module,
    initializer: FunctionID?, _ choices: DifferentiationOptions, shader: CompiledShader?
  ) throws(ConversionError) -> Conversion {
    let library = try stopwatch.time("differentiate") { () throws(DifferentiationError) in
      try differentiate(
        module, functions: wanted, resultTangents: functions.returnsTangents, initializer: initializer,
        options: choices)
    } failure: {
      .differentiation(path: path, $0)
    }
    var linked = library.module.keepingOnly(library.functions.map(\.function))
    let bare = linked
    let builder = Builder(linked, index: ModuleIndex(linked))
    for function in library.functions { builder.export(function.function, as: function.name) }
    builder.finish(&linked)
    let words = linked.words
    try finishPass("differentiate", words, .universal)
    let bytes = try emitted(functions, library, bare, words, module.sourceNames, shader)
    return Conversion(
      bytes: bytes, original: module.words, converted: words, sites: library.sites, seedInputs: [],
      remarks: library.remarks, isUnchanged: false,
      environment: nil, instructionsBefore: ModuleWords(module.words).instructionCount,
      instructionsAfter: ModuleWords(words).instructionCount,
      diagnostics: library.diagnostics(in: path) + linked.stageDiagnostics(in: path),
      timings: stopwatch.timings)
  }

  private func emitted(
    _ functions: FunctionOptions, _ library: DifferentiatedLibrary, _ module: Module, _ words: [UInt32],
    _ sourceNames: Set<String>, _ shader: CompiledShader?
  ) throws(ConversionError) -> [UInt8] {
    let isVulkan =
      shader?.environment.isVulkan ?? options.compilation.targetEnvironment?.isVulkan ?? true
    return try stopwatch.time("emit") { () throws(EmissionError) in
      switch options.output {
      case .spv, .spvasm:
        let strips = shader != nil && !options.keepsDebugInfo
        let output =
          strips
          ? ModuleWords(words).withoutDebugInfo(
            unrequestedExtensions: shader?.facts.unrequestedExtensions ?? [], closesGaps: false) : words
        guard options.output == .spvasm else { return output.withUnsafeBytes { Array($0) } }
        // Words that were just written can be parsed.
        return Array(((try? SPIRVTools.disassemble(output)) ?? "").utf8)
      case .glsl, .msl, .hlsl:
        let file = GLSLFunctionFile(
          functions: library.functions.map { function in
            .init(
              function: function.function, name: function.name,
              passing: function.parameters.map { .init($0.passing) })
          },
          sourceNames: sourceNames,
          path: path, version: Versions.quadless, omitsDeclarations: functions.omitsDeclarations)
        let target = GLSLOptions(
          version: options.glslVersion?.number, profile: options.glslVersion?.profile, isVulkan: isVulkan)
        return Array(try emitGLSLFunctions(module, file: file, facts: shader?.facts, options: target).utf8)
      }
    } failure: {
      .emission(path: path, options.output, $0)
    }
  }
}

extension LibraryFunction {
  /// The function with its parameters passed as its source says.
  fileprivate func passing(_ parameters: [SourceFunction.Parameter]) -> LibraryFunction {
    guard parameters.count == self.parameters.count else { return self }
    var function = self
    for (number, parameter) in parameters.enumerated() {
      function.parameters[number].passing =
        switch parameter.passing {
        case .in: .in
        case .out: .out
        case .inout: .inout
        }
    }
    return function
  }
}

extension SourceFunction {
  /// The function under the name that the source has for it.
  fileprivate var withOwnName: SourceFunction {
    var function = self
    if name == CompileOptions.renamedMain { function.mangledName = "main(" }
    return function
  }
}

extension SourceFunction.Parameter.Passing {
  /// The word for it in GLSL.
  fileprivate init(_ passing: LibraryFunction.Passing) {
    switch passing {
    case .in: self = .in
    case .out: self = .out
    case .inout: self = .inout
    }
  }
}

extension Module {
  /// The names of all functions with a body, without what glslang appends to them.
  fileprivate var functionNames: [String] {
    let index = ModuleIndex(self)
    return functions.filter { !$0.blocks.isEmpty }.map { function in
      String((index.name(of: function.id.rawValue) ?? "").prefix { $0 != "(" })
    }
  }

  /// The names of all functions and variables.
  fileprivate var sourceNames: Set<String> {
    let index = ModuleIndex(self)
    return Set(functionNames).union(index.globals.compactMap { index.name(of: $0.id.rawValue) })
  }

  /// The name of a function as the module has it.
  fileprivate func name(of function: FunctionID) -> String? { ModuleIndex(self).name(of: function.rawValue) }

  /// The variables that some functions use, that begin with nothing, and that an entry point sets by itself; glslang
  /// initializes variables there.
  fileprivate func variablesSetElsewhere(_ wanted: [FunctionID]) -> [String] {
    let index = ModuleIndex(self)
    let reached = functionsReached(from: wanted)
    let entries = index.entryPoints.compactMap { index.position(of: $0.function) }.filter {
      !reached.contains($0)
    }
    return index.globals.filter { $0.storage == .private && $0.initializer == nil }.compactMap { variable in
      func mentions(_ position: Int, _ isWanted: (Instruction) -> Bool) -> Bool {
        functions[position].blocks.contains { block in
          block.instructions.contains { isWanted($0) && $0.operandIDs.contains(variable.id) }
        }
      }
      let isSet = entries.contains { mentions($0) { $0.op == .store } }
      guard isSet, reached.contains(where: { mentions($0) { _ in true } }) else { return nil }
      return index.name(of: variable.id.rawValue) ?? "\(variable.id.rawValue)"
    }
  }

  /// Warnings of what only fragment shaders may do.
  fileprivate func stageDiagnostics(in path: String) -> [Diagnostic] {
    let index = ModuleIndex(self)
    var location = SourceLocation(file: "", line: 0, column: 0)
    for function in functions {
      for block in function.blocks {
        for instruction in block.notes + block.instructions {
          if let (file, line, column) = instruction.line {
            location = SourceLocation(file: index.strings[file] ?? "", line: Int(line), column: Int(column))
          }
          switch instruction.op {
          case .kill, .terminateInvocation, .demoteToHelperInvocation:
            return [
              Diagnostic(
                at: location, in: path, severity: .warning,
                message: "'discard' stays: what is written compiles in fragment shaders only")
            ]
          default: continue
          }
        }
      }
    }
    return []
  }
}

extension DifferentiatedLibrary {
  /// What to tell of the sites.
  fileprivate func diagnostics(in path: String) -> [Diagnostic] {
    sites.flatMap { $0.diagnostics(in: path) } + remarks.map { $0.diagnostic(in: path) }
  }
}
