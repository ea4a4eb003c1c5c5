import ArgumentParser
import VulkanWitness

/// A kind of drivers that can draw.
enum DriverName: String, ExpressibleByArgument, CaseIterable {
  /// Vulkan's.
  case vulkan
}

/// Which driver draws.
struct DriverArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Let a driver draw the shaders before and after, in place of the rasterizer.", valueName: "kind"))
  var driver: DriverName?

  @Option(
    help: ArgumentHelp(
      "The device: its position among those there are, or a part of its name or its driver's. (default: the first)",
      valueName: "device"))
  var device: String?

  @Option(
    help: ArgumentHelp(
      "The manifest of a driver that is not installed where the loader looks. May be given several times.",
      valueName: "file"), completion: .file(extensions: ["json"]))
  var driverIcd: [String] = []

  @Option(
    help: ArgumentHelp(
      "How many frames of each version to time; the least counts. 0 for none.", valueName: "count"))
  var timedFrames = 5

  func validate() throws {
    if driver == nil, device != nil || !driverIcd.isEmpty {
      throw ValidationError("'--device' and '--driver-icd' need '--driver vulkan'")
    }
    if timedFrames < 0 { throw ValidationError("'--timed-frames' needs a number from 0 on") }
  }

  /// The device that is meant.
  var choice: VulkanWitness.Driver {
    guard let device else { return .first }
    return Int(device).map { .index($0) } ?? .device(named: device)
  }
}
