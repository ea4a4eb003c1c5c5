import ArgumentParser
import Rasterizer

extension Scene.Name: ExpressibleByArgument {}

/// A picture's size in pixels, spelled `WxH`.
struct PictureSize: ExpressibleByArgument {
  var width: Int
  var height: Int

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      (1...16384).contains(width),
      (1...16384).contains(height)
    else { return nil }
    (self.width, self.height) = (width, height)
  }
}

/// Where shaders are drawn.
struct SceneArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The geometry. (default: the sidecar's, else what suits the inputs)", valueName: "name"))
  var scene: Scene.Name?

  @Option(
    help: ArgumentHelp(
      "The picture's size in pixels. (default: the sidecar's, else 256x256)", valueName: "WxH"))
  var size: PictureSize?

  @Option(
    help: ArgumentHelp("The number of the frame, 60 a second: what time uniforms say.", valueName: "number"))
  var frame: Int?

  @Option(help: ArgumentHelp("The most iterations of a loop in one visit.", valueName: "count"))
  var iterationLimit: Int = 65_535

  func validate() throws {
    if let frame, frame < 0 { throw ValidationError("'--frame' needs a number from 0 on") }
    if iterationLimit < 1 { throw ValidationError("'--iteration-limit' needs a number from 1 on") }
  }
}
