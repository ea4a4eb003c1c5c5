// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "quadless",
  products: [
    .executable(name: "quadless", targets: ["quadless"]),
    .executable(name: "quadless-harness", targets: ["quadless-harness"]),
    .library(name: "Quadless", targets: ["Conversion"]),
    .plugin(name: "QuadlessPlugin", targets: ["QuadlessPlugin"]),
    // For C; `make` calls it libquadless.so.
    .library(name: "quadless-c", type: .dynamic, targets: ["QuadlessABI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // System libraries from Debian: module maps and thin shims only.
    .target(
      name: "CGlslang",
      linkerSettings: [
        "glslang", "MachineIndependent", "GenericCodeGen", "OGLCompiler", "OSDependent", "HLSL", "SPIRV",
        "SPVRemapper", "glslang-default-resource-limits", "SPIRV-Tools-opt", "SPIRV-Tools",
      ].map { .linkedLibrary($0) }),
    .target(
      name: "CSPIRVTools",
      linkerSettings: ["SPIRV-Tools-opt", "SPIRV-Tools"].map { .linkedLibrary($0) }),
    .systemLibrary(name: "CSPIRVCross", pkgConfig: "spirv-cross-c-shared"),

    .target(name: "CLLVM", linkerSettings: [.linkedLibrary("LLVM-19")]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng"),
    .systemLibrary(name: "CVulkan", pkgConfig: "vulkan"),
    // What compiled shaders and their host share.
    .target(name: "CShaderABI"),

    // Rooms; dependencies point one way.
    .target(name: "SPIRV", dependencies: ["CSPIRVTools"]),
    .target(name: "Frontend", dependencies: ["CGlslang", "SPIRV"]),
    .target(name: "Differentiation", dependencies: ["SPIRV"]),
    .target(name: "Emission", dependencies: ["SPIRV", "Frontend", "CSPIRVCross"]),
    .target(name: "Conversion", dependencies: ["SPIRV", "Frontend", "Differentiation", "Emission"]),
    // What is wrong with a shader's derivatives before anything is changed.
    .target(name: "Lint", dependencies: ["Conversion", "Differentiation", "Frontend", "SPIRV"]),
    // The same for C: its header, and what implements that.
    .target(name: "CQuadless", exclude: ["exports.map", "quadless.pc.in"]),
    .target(name: "QuadlessABI", dependencies: ["CQuadless", "Conversion", "Differentiation", "Frontend"]),
    // What both programs need of a command line: streams, files, signals, workers.
    .target(
      name: "Console",
      dependencies: [
        "Conversion", "Frontend", "SPIRV",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "quadless",
      dependencies: [
        "Console", "Conversion", "Differentiation", "Frontend", "Lint", "SPIRV",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // Converts the shaders of other packages while they are built.
    .plugin(
      name: "QuadlessPlugin", capability: .buildTool(), dependencies: ["quadless"],
      path: "Sources/QuadlessPlugin"),
    // What the benchmarks measure with.
    .target(name: "BenchSupport"),
    .executableTarget(
      name: "bench",
      dependencies: ["BenchSupport", "CGlslang", "Conversion", "Differentiation", "Frontend", "SPIRV"]),

    .target(name: "Lowering", dependencies: ["CLLVM", "CShaderABI", "SPIRV"]),
    .target(name: "Texturing", dependencies: ["CPNG", "CShaderABI"]),
    .target(
      name: "Rasterizer",
      dependencies: [
        "CShaderABI", "Lowering", "SPIRV", "Texturing", .product(name: "Yams", package: "Yams"),
      ]),
    // An independent implementation of fragment shaders: a Vulkan driver.
    .target(name: "VulkanWitness", dependencies: ["BenchSupport", "CVulkan", "SPIRV"]),
    .target(
      name: "Checking",
      dependencies: [
        "CShaderABI", "Conversion", "Differentiation", "Emission", "Frontend", "Lowering", "Rasterizer",
        "SPIRV",
        "Texturing",
      ]),
    // The same shaders drawn by a driver.
    .target(
      name: "DriverChecking",
      dependencies: [
        "Checking", "Conversion", "Differentiation", "Frontend", "Lowering", "Rasterizer", "SPIRV",
        "Texturing", "VulkanWitness",
      ]),
    .executableTarget(
      name: "quadless-harness",
      dependencies: [
        "Checking", "Console", "Conversion", "Differentiation", "DriverChecking", "VulkanWitness", "Frontend",
        "Lowering", "Rasterizer", "SPIRV",
        "Texturing",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/harness"),

    .executableTarget(
      name: "shading-bench",
      dependencies: [
        "BenchSupport", "Conversion", "Frontend", "Lowering", "NativeRenderer", "SPIRV", "VulkanWitness",
      ]),

    .executableTarget(
      name: "convert-example", dependencies: ["Conversion", "Frontend"], path: "Tests/Examples/Swift"),

    // The oracle of the tests: runs a fragment shader in double over stencil lanes.
    .target(name: "Interpreter", dependencies: ["SPIRV"], path: "Tests/Interpreter"),
    .testTarget(name: "InterpreterTests", dependencies: ["Interpreter", "SPIRV"]),
    .target(
      name: "ReferenceCheck", dependencies: ["Differentiation", "Interpreter", "SPIRV"],
      path: "Tests/ReferenceCheck"),
    .executableTarget(
      name: "reference-check", dependencies: ["ReferenceCheck", "Frontend"], path: "Tests/reference-check"),
    // Forms that a shader may take on without another tangent.
    .target(
      name: "Metamorphic", dependencies: ["Differentiation", "Interpreter", "SPIRV", "SeededRandom"],
      path: "Tests/Metamorphic"),
    .executableTarget(
      name: "metamorphic-check",
      dependencies: [
        "Frontend", "Interpreter", "Metamorphic", "SPIRV", "SeededRandom",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/metamorphic-check"),
    .testTarget(
      name: "MetamorphicTests",
      dependencies: ["Differentiation", "Frontend", "Interpreter", "Metamorphic", "SPIRV", "SeededRandom"]),
    .target(name: "SeededRandom", path: "Tests/SeededRandom"),
    // What the tests hold every differentiated module to, and every width of lanes.
    .target(name: "Soundness", dependencies: ["Differentiation", "SPIRV"], path: "Tests/Soundness"),
    .target(
      name: "LaneHost", dependencies: ["CShaderABI", "Interpreter", "Lowering", "SPIRV"],
      path: "Tests/LaneHost"),
    // Generated shaders, judged and reduced; `make fuzz`.
    .target(
      name: "ShaderFuzzing",
      dependencies: [
        "Checking", "Conversion", "Differentiation", "Frontend", "LaneHost", "Lowering", "Rasterizer",
        "SPIRV",
        "SeededRandom", "Soundness",
      ], path: "Tests/ShaderFuzzing"),
    .executableTarget(name: "fuzz", dependencies: ["ShaderFuzzing"], path: "Tests/fuzz"),
    .testTarget(name: "ShaderFuzzingTests", dependencies: ["ShaderFuzzing"], exclude: ["Kept"]),
    .target(name: "ShaderGenerator", dependencies: ["SeededRandom"], path: "Tests/ShaderGenerator"),
    // What fuzzers feed, the program that hands it to libFuzzer, and the inputs found so far.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Console", "CQuadless", "Differentiation", "Emission", "Frontend", "Lowering", "QuadlessABI",
        "Rasterizer", "SeededRandom", "SPIRV", "Texturing",
      ],
      path: "Tests/FuzzTargets"),
    .executableTarget(name: "libfuzzer", dependencies: ["FuzzTargets"], path: "Tests/libfuzzer"),
    .testTarget(name: "HostileTests", dependencies: ["FuzzTargets"]),
    .testTarget(name: "SPIRVTests", dependencies: ["SeededRandom", "SPIRV", "CSPIRVTools"]),
    .testTarget(name: "FrontendTests", dependencies: ["Frontend"]),
    .testTarget(
      name: "DifferentiationTests",
      dependencies: [
        "SeededRandom", "Differentiation", "Frontend", "Interpreter", "ReferenceCheck", "SPIRV",
        "ShaderGenerator", "Soundness",
      ]),
    .testTarget(name: "EmissionTests", dependencies: ["Emission", "Frontend"]),
    .testTarget(name: "LintTests", dependencies: ["Conversion", "Differentiation", "Frontend", "Lint"]),
    .testTarget(
      name: "LibraryTests", dependencies: ["CQuadless", "Conversion", "Frontend", "QuadlessABI"]),
    .testTarget(
      name: "QuadlessTests",
      dependencies: [
        "SeededRandom", "Conversion", "Differentiation", "Frontend", "Interpreter", "SPIRV", "quadless",
      ]),
    .testTarget(
      name: "LoweringTests",
      dependencies: [
        "CLLVM", "CShaderABI", "Differentiation", "Frontend", "Interpreter", "LaneHost", "Lowering", "SPIRV",
        "SeededRandom",
        "ShaderGenerator",
      ]),
    .testTarget(name: "TexturingTests", dependencies: ["CShaderABI", "SeededRandom", "Texturing"]),
    .testTarget(
      name: "RasterizerTests", dependencies: ["Frontend", "Lowering", "Rasterizer", "SPIRV", "SeededRandom"]),
    .testTarget(
      name: "CheckingTests",
      dependencies: [
        "Checking", "Conversion", "Differentiation", "Frontend", "SPIRV", "SeededRandom", "quadless",
        "quadless-harness",
      ]),
    // The C programs of these tests are in Tests/RayCaster.
    .testTarget(
      name: "ExportTests",
      dependencies: [
        "CShaderABI", "Conversion", "Differentiation", "Frontend", "Lowering", "Rasterizer", "SPIRV",
        "quadless",
        "quadless-harness",
      ]),
    .target(
      name: "NativeRenderer",
      dependencies: ["CShaderABI", "Lowering", "Rasterizer", "SPIRV", "Texturing", "VulkanWitness"],
      path: "Tests/NativeRenderer"),
    .testTarget(
      name: "VulkanTests",
      dependencies: [
        "CShaderABI", "Checking", "Conversion", "Differentiation", "DriverChecking", "Frontend", "Lowering",
        "NativeRenderer", "Rasterizer", "SPIRV", "SeededRandom", "Texturing", "VulkanWitness",
      ],
      exclude: ["Shaders"]),
    // After dEQP-VK.glsl.derivate.
    .testTarget(
      name: "DerivateConformanceTests",
      dependencies: [
        "Conversion", "Frontend", "Lint", "NativeRenderer", "Rasterizer", "SeededRandom", "VulkanWitness",
      ]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
