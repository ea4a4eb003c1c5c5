// swift-tools-version: 6.0
import PackageDescription

// A package whose shaders are converted while it is built: swift run Demo
let package = Package(
  name: "shaders-with-swiftpm",
  dependencies: [.package(name: "quadless", path: "../../..")],
  targets: [
    .executableTarget(
      name: "Demo", exclude: ["common files", "quadless.rsp"],
      plugins: [.plugin(name: "QuadlessPlugin", package: "quadless")])
  ]
)
