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
      end(0)
    }
    if !message.isEmpty { StandardError.write(message + "\n") }
    end(code == .validationFailure ? 2 : code.rawValue)
  }

  /// Ends the process without taking anything apart: a thread that was given up may still use it, and of glslang's
  /// tables that takes as long as a small conversion.
  package static func end(_ status: Int32) -> Never {
    fflush(nil)
    _exit(status)
  }
}
