import ArgumentParser
import Conversion
import Glibc

/// The command: it chooses a subcommand, `convert` where none is named.
@main
struct Quadless: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quadless",
    abstract: "Makes GLSL fragment shaders independent of the 2x2 pixel quad.",
    version: Versions.text,
    subcommands: [Convert.self],
    defaultSubcommand: Convert.self)

  /// Runs the command. ArgumentParser's own `main` would exit with 64 on wrong usage.
  static func main() {
    CrashGuard.install()
    Interruption.watch()
    do {
      let arguments = splitJoinedOptions(Array(CommandLine.arguments.dropFirst()))
      var command = try parseAsRoot(namingSubcommand(arguments))
      try command.run()
    } catch {
      leave(with: error)
    }
  }

  /// Puts the default subcommand's name first where none is named, so that `quadless --help` shows its options.
  private static func namingSubcommand(_ arguments: [String]) -> [String] {
    let names = configuration.subcommands.map { $0._commandName } + ["help", "--version"]
    return arguments.first.map(names.contains) == true ? arguments : [Convert._commandName] + arguments
  }

  private static func leave(with error: Error) -> Never {
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

/// Separates `-Idir`, `-DNAME=VALUE`, `-UNAME`, `-j4` and `-oFILE` into option and value, as compilers take
/// them joined. What stands after `--` is no option.
func splitJoinedOptions(_ arguments: [String]) -> [String] {
  var result: [String] = []
  var rest = arguments[...]
  while let argument = rest.popFirst() {
    if argument == "--" { return result + [argument] + rest }
    let isJoined =
      argument.utf8.count > 2 && ["-I", "-D", "-U", "-j", "-o"].contains { argument.hasPrefix($0) }
    result += isJoined ? [String(argument.prefix(2)), String(argument.dropFirst(2))] : [argument]
  }
  return result
}
