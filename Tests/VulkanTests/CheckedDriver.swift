import Checking
import Conversion
import DriverChecking
import Testing
import VulkanWitness

/// Two drivers that have nothing in common.
enum CheckedDriver: String, CaseIterable, Sendable {
  case lavapipe = "llvmpipe"
  case swiftShader = "SwiftShader"

  /// What draws and checks with a driver.
  private struct Device {
    let witness: VulkanWitness
    let checker: DriverChecker
  }

  private static let devices: [CheckedDriver: Result<Device, any Error>] = {
    // One after the other: the environment is changed.
    _ = sharedWitness
    return Dictionary(
      uniqueKeysWithValues: allCases.map { driver in
        let made = Result {
          let choice = VulkanWitness.Driver.device(named: driver.rawValue)
          let witness = try VulkanWitness(driver: choice, manifests: [swiftShaderManifest])
          #expect(witness.isValidated, "vulkan-validationlayers is not installed")
          var options = DriverChecker.Options()
          options.timedFrames = 1
          let clock = try VulkanWitness(driver: choice, validates: false)
          return Device(witness: witness, checker: DriverChecker(witness, clock: clock, options: options))
        }
        return (driver, made)
      })
  }()

  private var device: Device {
    get throws {
      guard let made = Self.devices[self] else { throw WitnessError.noDevice(wanted: rawValue, found: []) }
      return try made.get()
    }
  }

  /// What draws with it, the validation layer watching.
  var witness: VulkanWitness { get throws { try device.witness } }

  /// What checks with it.
  var checker: DriverChecker { get throws { try device.checker } }

  /// Checks a shader in the scene that it gets by itself, at 64 x 64.
  func check(_ shader: LoadedShader) throws -> DriverShaderCheck {
    var choices = SceneStage.Choices()
    choices.size = (64, 64)
    return try checker.check(shader, on: SceneStage(for: shader, choices: choices))
  }
}

/// A shader converted for Vulkan.
func loadedShader(_ path: String, _ text: String) throws -> LoadedShader {
  var options = ConversionOptions()
  options.compilation.targetEnvironment = .vulkan1_1
  options.compilation.relaxesVulkan = true
  return try LoadedShader(Input(path: path, bytes: Array(text.utf8)), conversion: options)
}
