import BenchSupport
import Conversion
import Frontend
import Glibc

/// `bench FOLDER…` or `bench LIST.tsv` (a path first on each line): how long conversion takes beside glslang's own compile, and how time and memory grow. A line of JSON for each figure.
///
/// Everything runs on one thread of one process, and only ratios are printed: they are what can be compared
/// between machines.
@main
enum Bench {
  static func main() {
    let folders = CommandLine.arguments.dropFirst()
    guard !folders.isEmpty else {
      print("usage: bench FOLDER... | LIST.tsv...")
      exit(2)
    }
    let shaders = folders.flatMap { $0.hasSuffix(".tsv") ? listedPaths(in: $0) : shaderPaths(in: $0) }
      .sorted()
    let figures =
      // As the command does it: on a thread that is deep enough for any shader.
      (DeepThread.run { CompileComparison(paths: shaders).figures } ?? [])
      + GeneratedShader.Shape.allCases.flatMap { Growth(shape: $0).figures }
    for figure in figures { print(figure.line) }
  }
}

/// The paths that a list of shaders has in its first column.
private func listedPaths(in list: String) -> [String] {
  let text = (try? Source(readingFrom: list))?.text ?? ""
  return text.split(whereSeparator: \.isNewline).map { String($0.prefix { $0 != "\t" }) }
}

/// The paths of the fragment shaders in a folder and those below it.
private func shaderPaths(in folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var paths: [String] = []
  while let entry = readdir(directory) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name.hasPrefix(".") { continue }
    let path = "\(folder)/\(name)"
    var status = stat()
    guard stat(path, &status) == 0 else { continue }
    if status.st_mode & S_IFMT == S_IFDIR {
      paths += shaderPaths(in: path)
    } else if [".frag", ".glsl", ".fs"].contains(where: name.hasSuffix) {
      paths.append(path)
    }
  }
  return paths
}

/// A duration in seconds.
func seconds(_ duration: Duration) -> Double {
  Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}
