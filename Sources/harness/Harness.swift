import ArgumentParser

/// The commands that run shaders: kept in a program of their own, because loading LLVM costs more than a conversion.
@main
struct Harness: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "quadless-harness")
}
