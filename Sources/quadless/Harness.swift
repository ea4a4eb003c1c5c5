import Console
import Glibc

extension String {
  /// With spaces after it up to a width.
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

/// The program that runs shaders, `quadless-harness`: loading LLVM takes longer than a conversion, so only
/// the commands that need it pay for it.
enum Harness {
  /// Its commands, with what they do.
  static let commands = [
    ("check", "Compares each derivative of shaders with a reference, pixel by pixel."),
    ("render", "Draws a shader to a PNG file."),
    ("compile", "Compiles a shader to a function of C, for renderers on the processor."),
  ]

  private static let program = "quadless-harness"

  /// Whether the arguments are for it: they name one of its commands, or ask for help on one.
  static func answers(_ arguments: [String]) -> Bool {
    let words = arguments.first == "help" ? arguments.dropFirst() : arguments[...]
    return words.first.map { word in commands.contains { $0.0 == word } } ?? false
  }

  /// Becomes that program. Where it is missing: an error, exit 2.
  static func run(_ arguments: [String]) -> Never {
    for path in places {
      var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) }
      words.append(nil)
      execv(path, words)
      for word in words { free(word) }
    }
    StandardError.write(
      "quadless: error: '\(arguments.first ?? "")' needs the program '\(program)', which is neither of "
        + places.map { "'\($0)'" }.joined(separator: " and ") + "; install Quadless again\n")
    exit(2)
  }

  /// Where it may stand: beside this program as built, or in libexec as installed.
  private static var places: [String] {
    guard let own = realpath("/proc/self/exe", nil) else { return [] }
    defer { free(own) }
    let directory = String(cString: own).split(separator: "/").dropLast().map { "/" + $0 }.joined()
    return ["\(directory)/\(program)", "\(directory)/../libexec/quadless/\(program)"]
  }
}
