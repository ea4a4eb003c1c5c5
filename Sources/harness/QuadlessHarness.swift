import ArgumentParser
import Console
import Conversion

/// The commands that run shaders: a program of their own, because loading LLVM takes longer than a
/// conversion. `quadless` becomes this program where one of its commands is asked for.
@main
struct QuadlessHarness: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quadless",
    abstract: "Runs fragment shaders on the processor, or compiles them for it.",
    version: Versions.text,
    subcommands: [Check.self, Render.self, Compile.self])

  /// Runs the command.
  static func main() {
    CrashGuard.install()
    Interruption.watch()
    do {
      var command = try parseAsRoot(splitJoinedOptions(Array(CommandLine.arguments.dropFirst())))
      try command.run()
      end(0)
    } catch {
      leave(with: error)
    }
  }
}
