import ArgumentParser
import Checking
import Console
import Conversion
import DriverChecking
import Glibc
import VulkanWitness

/// The inputs of one check on a driver, one after the other: a driver takes all cores by itself.
struct DriverBatch {
  private let inputs: [String]
  private let shader: ShaderArguments
  private let arguments: DriverArguments
  private let printsJSON: Bool

  init(command: Check) {
    inputs = command.inputs
    var conversion = ConversionOptions()
    command.source.apply(to: &conversion)
    conversion.differentiation.textureDerivative = command.textureDerivative
    conversion.differentiation.entryPoint = command.entryPoint
    shader = ShaderArguments(conversion: conversion, scene: command.scene, isForVulkan: true)
    arguments = command.driver
    printsJSON = command.json
  }

  /// Checks all, and prints.
  func run() throws {
    let witness: VulkanWitness
    let checker: DriverChecker
    do {
      witness = try VulkanWitness(driver: arguments.choice, manifests: arguments.driverIcd)
      let clock = try VulkanWitness(driver: arguments.choice, validates: false)
      var options = DriverChecker.Options()
      options.timedFrames = arguments.timedFrames
      checker = DriverChecker(witness, clock: clock, options: options)
    } catch {
      StandardError.write("error: no Vulkan device can draw: \(error)\n")
      throw ExitCode(1)
    }
    var checks: [DriverShaderCheck] = []
    var failures: [DriverFailure] = []
    if !printsJSON { try print("\(witness.deviceName) (\(witness.driverDescription))\(watched(witness))") }
    for input in inputs {
      switch CrashGuard.working(on: input, { check(input, checker) }) {
      case .success(let check):
        if !printsJSON { try print(check.text) }
        checks.append(check)
      case .failure(let failure):
        let what = failure.isUnsupported ? "not drawn: " : ""
        StandardError.write("\(failure.path): \(what)\(failure.error)\n")
        failures.append(failure)
      }
    }
    if printsJSON {
      let report = DriverJSONReport(
        device: witness.deviceName, driver: witness.driverDescription, isValidated: witness.isValidated,
        shaders: checks, failures: failures)
      try writeAll(report.json().utf8, to: STDOUT_FILENO)
    } else if inputs.count > 1 {
      try print(summary(checks, failures))
    }
    if !failures.isEmpty || checks.contains(where: { !$0.isPassed }) { throw ExitCode(1) }
  }

  private func watched(_ witness: VulkanWitness) -> String {
    witness.isValidated ? ", the validation layer watching" : ", no validation layer installed"
  }

  private func print(_ text: String) throws {
    try writeAll((text.hasSuffix("\n") ? text : text + "\n").utf8, to: STDOUT_FILENO)
  }

  private func check(_ path: String, _ checker: DriverChecker) -> Result<DriverShaderCheck, DriverFailure> {
    let loaded: ShaderArguments.Loaded
    do throws(CheckError) {
      loaded = try shader.load(path)
    } catch {
      return .failure(DriverFailure(path: path, error: error.description, isUnsupported: false))
    }
    return Result { () throws(DriverFailure) in
      let drawn = try loaded.shader.inVulkanForm()
      return try checker.check(drawn, on: loaded.stage(for: drawn, shader.choices, threads: 1))
    }
  }

  private func summary(_ checks: [DriverShaderCheck], _ failures: [DriverFailure]) -> String {
    let passed = checks.count(where: \.isPassed)
    let verdicts: [DriverSiteCheck.Verdict] = [.agrees, .differs, .noReference, .kept]
    let sites = verdicts.map { verdict in
      "\(checks.reduce(0) { $0 + $1.sites.count { $0.verdict == verdict } }) \(verdict.rawValue)"
    }
    let free = checks.flatMap(\.outputs).filter { $0.fedBy == "none" }
    let unsupported = failures.count(where: \.isUnsupported)
    let pairs = checks.reduce(into: PairCounts()) { $0.add($1.pairs) }
    return """
      \(inputs.count) shaders: \(passed) passed, \(checks.count - passed) failed, \(unsupported) not drawn, \
      \(failures.count - unsupported) not checked; outputs that no site feeds: \(free.count), \
      \(free.count(where: \.isFailure)) differ, \(free.count(where: \.isReordered)) only by reordered arithmetic; \
      sites: \(sites.joined(separator: ", ")); \(pairs.text)
      """
  }
}
