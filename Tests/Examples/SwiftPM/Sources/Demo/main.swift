import Foundation

// Prints the names and sizes of the converted shaders.
let files = Bundle.module.urls(forResourcesWithExtension: "spv", subdirectory: nil) ?? []
for name in files.map({ $0.lastPathComponent }).sorted() {
  let bytes = Bundle.module.url(forResource: name, withExtension: nil).flatMap { try? Data(contentsOf: $0) }
  print(name, bytes?.count ?? 0)
}
