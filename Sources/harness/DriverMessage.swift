import Checking
import DriverChecking
import Foundation

/// What the process that draws with a driver tells the one that watches over it; a line of JSON each.
enum DriverMessage: Codable, Sendable {
  /// The driver is ready.
  case ready(DriverDescription)
  /// A shader was compared.
  case compared(DriverShaderCheck)
  /// It was not, and what to say of it.
  case failed(DriverFailure, line: String)

  /// A line, its end included.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try [UInt8](encoder.encode(self)) + [UInt8(ascii: "\n")]
  }

  /// What a line says.
  init(line: [UInt8]) throws {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    self = try decoder.decode(DriverMessage.self, from: Data(line))
  }
}

/// Which driver draws.
struct DriverDescription: Codable, Hashable, Sendable {
  /// The device's name.
  var device: String
  /// Its driver's name and version.
  var driver: String
  /// Whether the validation layer watches.
  var isValidated: Bool

  /// The heading of a table.
  var text: String {
    "\(device) (\(driver))"
      + (isValidated ? ", the validation layer watching" : ", no validation layer installed")
  }
}
