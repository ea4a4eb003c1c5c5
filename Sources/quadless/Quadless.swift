import ArgumentParser
import Console
import Conversion
import Glibc

/// The command: it chooses a subcommand, `convert` where none is named.
@main
struct Quadless: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quadless",
    abstract: "Makes GLSL fragment shaders independent of the 2x2 pixel quad.",
    version: Versions.text,
    subcommands: [Convert.self, LintCommand.self],
    defaultSubcommand: Convert.self)

  /// Runs the command, or hands over to the program that runs shaders.
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    if Harness.answers(arguments) { Harness.run(arguments) }
    CrashGuard.install()
    Interruption.watch()
    do {
      let arguments = splitJoinedOptions(try ResponseFile.expand(arguments))
      var command = try parseAsRoot(namingSubcommand(arguments))
      if let convert = command as? Convert, let batch = convert.files.batch {
        try convert.run(
          batch: batch,
          arguments: arguments.first == Convert._commandName ? Array(arguments.dropFirst()) : arguments)
      } else {
        try command.run()
      }
      end(0)
    } catch let failure as ResponseFile.Failure {
      StandardError.write("\(failure)\n")
      Glibc.exit(1)
    } catch {
      leave(with: error)
    }
  }

  /// Puts the default subcommand's name first where none is named, so that `quadless --help` shows its
  /// options.
  private static func namingSubcommand(_ arguments: [String]) -> [String] {
    let names = configuration.subcommands.map { $0._commandName } + ["help", "--version"]
    return arguments.first.map(names.contains) == true ? arguments : [Convert._commandName] + arguments
  }
}
