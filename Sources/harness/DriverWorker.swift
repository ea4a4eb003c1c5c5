import ArgumentParser
import Checking
import Console
import Conversion
import DriverChecking
import Foundation
import Glibc
import VulkanWitness

/// The process that draws: it compares one input after the other, for a driver takes all cores by itself, and writes what
/// it finds to its standard output as ``DriverMessage``.
struct DriverWorker {
  private let inputs: ArraySlice<String>
  private let shader: ShaderArguments
  private let arguments: DriverArguments

  /// A worker on the inputs from `first` on.
  init(command: Check, first: Int) {
    inputs = command.inputs.dropFirst(first)
    var conversion = ConversionOptions()
    command.source.apply(to: &conversion)
    command.limits.apply(to: &conversion)
    conversion.differentiation.textureDerivative = command.textureDerivative
    conversion.differentiation.entryPoint = command.entryPoint
    shader = ShaderArguments(conversion: conversion, scene: command.scene, isForVulkan: true)
    arguments = command.driver
  }

  /// Compares all, or ends the process early where the driver does not end a drawing.
  func run() throws {
    // What a driver prints goes to standard error.
    let channel = dup(STDOUT_FILENO)
    dup2(STDERR_FILENO, STDOUT_FILENO)
    Self.endWithReader(of: channel)
    let witness: VulkanWitness
    let clock: VulkanWitness
    do {
      witness = try VulkanWitness(driver: arguments.choice, manifests: arguments.driverIcd)
      clock = try VulkanWitness(driver: arguments.choice, validates: false)
    } catch {
      StandardError.write("error: no Vulkan device can draw: \(error)\n")
      throw ExitCode(1)
    }
    var options = DriverChecker.Options()
    options.timedFrames = arguments.timedFrames
    let checker = DriverChecker(witness, clock: clock, options: options)
    func tell(_ message: DriverMessage) throws { try writeAll(message.encoded(), to: channel) }
    try tell(
      .ready(
        DriverDescription(
          device: witness.deviceName, driver: witness.driverDescription, isValidated: witness.isValidated)))
    for input in inputs {
      try tell(check(input, checker))
      // Threads of the driver are still at work, and it draws nothing else.
      if witness.isStuck || clock.isStuck { Check.end(0) }
    }
  }

  private func check(_ path: String, _ checker: DriverChecker) -> DriverMessage {
    let loaded: ShaderArguments.Loaded
    do throws(CheckError) {
      loaded = try shader.load(path)
    } catch {
      return .failed(
        DriverFailure(path: path, error: error.description, isUnsupported: false), line: error.description)
    }
    do throws(DriverFailure) {
      let drawn = try loaded.shader.inVulkanForm()
      return .compared(try checker.check(drawn, on: loaded.stage(for: drawn, shader.choices, threads: 1)))
    } catch {
      return .failed(
        error, line: "\(error.path): \(error.isUnsupported ? "not drawn" : "error"): \(error.error)")
    }
  }

  /// Ends the process when nobody reads any more what it finds: a driver may be at work on a shader for ever.
  private static func endWithReader(of channel: Int32) {
    Thread.detachNewThread {
      var descriptor = pollfd(fd: channel, events: 0, revents: 0)
      while poll(&descriptor, 1, -1) < 0 && errno == EINTR {}
      _exit(1)
    }
  }
}
