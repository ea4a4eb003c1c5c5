import ArgumentParser
import Checking
import Console
import Conversion
import Differentiation
import Frontend
import Glibc
import Lowering
import Rasterizer
import SPIRV

/// Where a drawn shader's derivatives come from.
enum DrawnDerivatives: String, ExpressibleByArgument, CaseIterable {
  /// Differences in the quad, as hardware takes them for the original.
  case quad
  /// The converted shader.
  case analytic
}

/// `quadless render`: a picture of a shader.
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Draws a shader to a PNG file.",
    usage: """
      quadless render shader.frag -o picture.png
      quadless render shader.frag -o picture.png --derivatives quad --size 800x600
      quadless render shader.frag -o picture.png --supersample 8
      """,
    discussion: """
      What the shader writes at location 0 is clamped to 0…1 and written as it is, without conversion of color.

      Exit status: 0 done, 1 bad input, 2 wrong usage.
      """)

  @Argument(help: "A GLSL fragment shader or SPIR-V module; '-' is standard input.", completion: .file())
  var input: String

  @Option(
    name: .customShort("o"), help: ArgumentHelp("The PNG file to write.", valueName: "file"),
    completion: .file())
  var output: String

  @OptionGroup(title: "Scene") var scene: SceneArguments
  @OptionGroup(title: "Compilation") var source: SourceArguments
  @OptionGroup(title: "Limits") var limits: LimitArguments

  @Option(help: ArgumentHelp("Where derivatives come from.", valueName: "which"))
  var derivatives = DrawnDerivatives.analytic

  @Option(
    help: ArgumentHelp("The derivative of a texture sample where a site depends on one.", valueName: "what"))
  var textureDerivative = TextureDerivative.difference

  @Option(
    help: ArgumentHelp(
      "Draw as many times as many pixels in each direction and average them.", valueName: "count"))
  var supersample = 1

  @Option(help: ArgumentHelp("The entry point. (default: the first)", valueName: "name"))
  var entryPoint: String?

  @Option(
    name: .customShort("j"), help: ArgumentHelp("How many cores to use. (default: all)", valueName: "count"))
  var jobs: Int?

  func validate() throws {
    if !(1...64).contains(supersample) {
      throw ValidationError("'--supersample' needs a number from 1 to 64")
    }
    if let jobs, jobs < 1 { throw ValidationError("'-j' needs a number from 1 on") }
  }

  func run() throws {
    do throws(CheckError) {
      let drawn = limits.run(input) { Result { () throws(CheckError) in try picture() } }
      guard let png = try drawn?.get() else {
        throw .drawing(path: input, limits.tooLong)
      }
      do throws(FileFailure) {
        try OutputFile.write(png, to: output)
      } catch {
        throw .drawing(path: output, "it cannot be written: \(error.reason)")
      }
    } catch {
      StandardError.write(error.description + "\n")
      throw ExitCode(1)
    }
  }

  private func picture() throws(CheckError) -> [UInt8] {
    var conversion = ConversionOptions()
    source.apply(to: &conversion)
    limits.apply(to: &conversion)
    let deadline = Deadline(after: limits.time)
    conversion.differentiation.entryPoint = entryPoint
    conversion.differentiation.textureDerivative = textureDerivative
    var arguments = ShaderArguments(conversion: conversion, scene: scene)
    arguments.choices.scale = supersample
    let loaded = try arguments.load(input)
    let stage = loaded.stage(arguments.choices, threads: jobs ?? Workers.coreCount)
    let framebuffer = try loaded.shader.draw(
      derivatives == .quad ? .original : .transformed, on: stage, iterationLimit: scene.iterationLimit,
      deadline: deadline)
    do {
      return try Picture(framebuffer.reduced(by: supersample), upwards: stage.countsRowsUpwards).png()
    } catch {
      throw .drawing(path: output, "\(error)")
    }
  }
}
