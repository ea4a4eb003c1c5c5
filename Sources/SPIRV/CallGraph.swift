extension Module {
  /// The number of functions in the longest chain of calls; nil where one calls itself.
  var callDepth: Int? {
    let depths = callDepths(callees())
    return depths.contains(nil) ? nil : depths.compactMap { $0 }.max() ?? 0
  }

  /// A function that calls itself, by others or by its own; nil where there is none.
  ///
  /// No shader may have one (SPIR-V specification, section 2.16.1), but SPIRV-Tools looks for it only where Vulkan is
  /// the environment, and SPIRV-Cross follows calls without end.
  func recursiveFunction() -> FunctionID? {
    let callees = callees()
    let depths = callDepths(callees)
    guard var function = depths.firstIndex(of: nil) else { return nil }
    // Whoever follows calls without end gets to a cycle in as many steps as there are functions.
    for _ in functions {
      function = callees[function].filter { depths[$0] == nil }.min() ?? function
    }
    return functions[function].id
  }

  /// By function, the number of functions in the longest chain of calls from it; nil where that has no end.
  private func callDepths(_ callees: [Set<Int>]) -> [Int?] {
    // Functions whose callees all have a depth get theirs, until there is none left.
    var waiting = callees.map(\.count)
    var callers = [[Int]](repeating: [], count: functions.count)
    for (caller, all) in callees.enumerated() { for callee in all { callers[callee].append(caller) } }
    var depths = [Int](repeating: 1, count: functions.count)
    var ready = functions.indices.filter { waiting[$0] == 0 }
    while let next = ready.popLast() {
      for caller in callers[next] {
        depths[caller] = max(depths[caller], depths[next] + 1)
        waiting[caller] -= 1
        if waiting[caller] == 0 { ready.append(caller) }
      }
    }
    return functions.indices.map { waiting[$0] == 0 ? depths[$0] : nil }
  }

  /// The functions that each function calls, by position, each once.
  private func callees() -> [Set<Int>] {
    let positions = Dictionary(
      functions.enumerated().map { ($1.id.rawValue, $0) }, uniquingKeysWith: { first, _ in first })
    return functions.map { function in
      var called: Set<Int> = []
      for block in function.blocks {
        block.instructions.scan { position, op, _, _ in
          guard op == .functionCall, let callee = block.instructions[position].operandIDs.first,
            let at = positions[callee.rawValue]
          else { return }
          called.insert(at)
        }
      }
      return called
    }
  }
}
