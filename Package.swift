// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "quadless",
  products: [
    .executable(name: "quadless", targets: ["quadless"]),
    .library(name: "Quadless", targets: ["Conversion"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
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

    // Rooms; dependencies point one way.
    .target(name: "SPIRV", dependencies: ["CSPIRVTools"]),
    .target(name: "Frontend", dependencies: ["CGlslang", "SPIRV"]),
    .target(name: "Differentiation", dependencies: ["SPIRV"]),
    .target(name: "Emission", dependencies: ["SPIRV", "Frontend", "CSPIRVCross"]),
    .target(name: "Conversion", dependencies: ["SPIRV", "Frontend", "Differentiation", "Emission"]),
    .executableTarget(
      name: "quadless",
      dependencies: [
        "Conversion", "Differentiation", "Frontend", "SPIRV",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "bench", dependencies: ["CGlslang", "Conversion", "Differentiation", "Frontend", "SPIRV"]),

    // The oracle of the tests: runs a fragment shader in double over stencil lanes.
    .target(name: "Interpreter", dependencies: ["SPIRV"], path: "Tests/Interpreter"),
    .testTarget(name: "InterpreterTests", dependencies: ["Interpreter", "SPIRV"]),
    .target(
      name: "ReferenceCheck", dependencies: ["Differentiation", "Interpreter", "SPIRV"],
      path: "Tests/ReferenceCheck"),
    .executableTarget(
      name: "reference-check", dependencies: ["ReferenceCheck", "Frontend"], path: "Tests/reference-check"),
    .target(name: "SeededRandom", path: "Tests/SeededRandom"),
    .testTarget(name: "SPIRVTests", dependencies: ["SeededRandom", "SPIRV", "CSPIRVTools"]),
    .testTarget(name: "FrontendTests", dependencies: ["Frontend"]),
    .testTarget(
      name: "DifferentiationTests",
      dependencies: ["SeededRandom", "Differentiation", "Frontend", "Interpreter", "ReferenceCheck", "SPIRV"]),
    .testTarget(name: "EmissionTests", dependencies: ["Emission", "Frontend"]),
    .testTarget(
      name: "QuadlessTests",
      dependencies: ["SeededRandom", "Conversion", "Differentiation", "Frontend", "SPIRV", "quadless"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
