/// Separates `-Idir`, `-DNAME=VALUE`, `-UNAME`, `-j4` and `-oFILE` into option and value, as compilers take
/// them joined. What stands after `--` is no option.
package func splitJoinedOptions(_ arguments: [String]) -> [String] {
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
