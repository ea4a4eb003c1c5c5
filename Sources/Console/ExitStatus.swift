import ArgumentParser
import Glibc

extension ParsableCommand {
  /// Ends the process as an error asks for: help and versions on standard output with status 0, wrong usage
  /// on standard error with 2, where ArgumentParser itself would exit with 64, all else with the error's own
  /// status.
  package static func leave(with error: Error) -> Never {
    let code = exitCode(for: error)
    let message = fullMessage(for: error)
    if code.isSuccess {
      if !message.isEmpty { print(message) }
      Glibc.exit(0)
    }
    if !message.isEmpty { StandardError.write(message + "\n") }
    Glibc.exit(code == .validationFailure ? 2 : code.rawValue)
  }
}
