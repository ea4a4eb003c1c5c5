import Testing

/// The table holds what the suite's lists hold.
@Suite struct CaseTableTests {
  @Test func namesAreUnique() {
    #expect(Set(DerivateCase.all.map(\.name)).count == DerivateCase.all.count)
    let own = DerivateCase.all.count { $0.group.origin == .own }
    print(
      "derivative conformance: \(DerivateCase.all.count) cases, \(DerivateCase.all.count - own) of dEQP-VK.glsl.derivate "
        + "and \(own) of ours; here \(Selection.ours.count) conversions by our rasterizer, "
        + "\(Selection.witnessed.count) by the driver (seed \(Selection.seed))")
  }

  /// The lists (external/vulkancts/mustpass/main/vk-default/glsl.txt) have 1,674 names: for each of nine functions 178,
  /// of which 2 are linear_vec8, and 72 of subgroups.
  @Test func theSuiteIsWhole() {
    #expect(DerivateCase.all.count { $0.group.origin == .suite } == 9 * 176)
    #expect(1674 == 9 * 178 + 72)
  }

  /// A function's cases by group, as the lists have them.
  @Test func groupsHaveTheirSizes() {
    let sizes: [(String, Int)] = [
      ("constant", 4), ("linear", 12), ("in_function", 8), ("static_if", 8), ("static_loop", 8),
      ("static_switch", 8), ("uniform_if", 8), ("uniform_loop", 8), ("uniform_switch", 8), ("dynamic_if", 8),
      ("dynamic_loop", 8), ("dynamic_switch", 8), ("output_store", 8), ("private_store", 8), ("fbo", 8),
      ("fbo_msaa2", 8), ("fbo_msaa4", 8), ("fbo_float", 12), ("texture.basic", 8), ("texture.msaa4", 8),
      ("texture.float", 12),
    ]
    #expect(DerivateGroup.suite.map(\.name) == sizes.map(\.0))
    for (name, size) in sizes {
      let cases = DerivateCase.all.filter { $0.group.name == name }
      #expect(cases.count == 9 * size, "\(name)")
    }
  }

  @Test(arguments: [
    "dfdx.constant.vec3", "fwidthcoarse.linear.float_lowp", "dfdyfine.dynamic_if.vec3_mediump",
    "fwidth.texture.msaa4.vec2_highp", "dfdxcoarse.fbo_float.vec4_lowp",
  ])
  func namesAreTheLists(name: String) {
    #expect(DerivateCase.all.contains { $0.name == name })
  }

  @Test func theSliceHasEachGroupAndFunction() {
    let pairs = Set(Selection.slice.map { "\($0.group.name) \($0.function.name)" })
    #expect(pairs.count == DerivateGroup.all.count * 9)
  }
}
