import Testing

@testable import SPIRV

@Suite struct DecodeTests {
  private let glsl = ExtendedSetID(9)

  private func id(_ number: UInt32) -> ValueID { ValueID(number) }
  private func ids(_ numbers: UInt32...) -> [ValueID] { numbers.map { ValueID($0) } }

  private func operation(_ op: Op, _ operands: [UInt32]) -> SPIRV.Operation {
    Instruction(op, operands).operation(glsl: glsl)
  }

  @Test func arithmetic() {
    for kind in Arithmetic.allCases {
      let instruction = Instruction.arithmetic(kind, type: TypeID(1), result: id(2), ids(3, 4))
      #expect(instruction.operation(glsl: nil) == .arithmetic(kind, ids(3, 4)), "\(kind)")
      #expect(instruction.resultType == TypeID(1) && instruction.result == id(2))
    }
  }

  @Test func extendedInstructions() {
    for kind in GLSLInstruction.allCases {
      let instruction = Instruction.extended(kind, set: glsl, type: TypeID(1), result: id(2), ids(3))
      #expect(instruction.operation(glsl: glsl) == .extended(kind, ids(3)))
      #expect(instruction.operation(glsl: ExtendedSetID(8)) == .other(ids(3)))
      #expect(instruction.operation(glsl: nil) == .other(ids(3)))
    }
    #expect(operation(.extInst, [1, 2, 9, 82, 3]) == .other(ids(3)))
  }

  @Test func values() {
    #expect(operation(.select, [1, 2, 3, 4, 5]) == .select(condition: id(3), ifTrue: id(4), ifFalse: id(5)))
    #expect(
      operation(.phi, [1, 2, 3, 4, 5, 6])
        == .phi([PhiSource(value: id(3), parent: LabelID(4)), PhiSource(value: id(5), parent: LabelID(6))]))
    #expect(operation(.copyObject, [1, 2, 3]) == .copy(id(3)))
    #expect(operation(.copyLogical, [1, 2, 3]) == .copy(id(3)))
    #expect(operation(.undef, [1, 2]) == .undefined)
    #expect(operation(.line, [1, 2, 3]) == .note)
    #expect(operation(.noLine, []) == .note && operation(.nop, []) == .note)
  }

  @Test func composites() {
    #expect(operation(.compositeConstruct, [1, 2, 3, 4]) == .compositeConstruct(ids(3, 4)))
    #expect(operation(.compositeExtract, [1, 2, 3, 4, 5]) == .compositeExtract(id(3), path: [4, 5]))
    #expect(operation(.compositeInsert, [1, 2, 3, 4, 5]) == .compositeInsert(id(3), into: id(4), path: [5]))
    #expect(operation(.vectorExtractDynamic, [1, 2, 3, 4]) == .vectorExtract(id(3), index: id(4)))
    #expect(
      operation(.vectorInsertDynamic, [1, 2, 3, 4, 5]) == .vectorInsert(id(3), component: id(4), index: id(5))
    )
    #expect(
      operation(.vectorShuffle, [1, 2, 3, 4, 0, .max]) == .vectorShuffle(id(3), id(4), components: [0, .max]))
  }

  @Test func memoryAndCalls() {
    #expect(operation(.variable, [1, 2, 7]) == .variable(.function, initializer: nil))
    #expect(operation(.variable, [1, 2, 6, 3]) == .variable(.private, initializer: id(3)))
    #expect(operation(.load, [1, 2, 3, 2, 16]) == .load(id(3)))
    #expect(operation(.store, [3, 4]) == .store(pointer: id(3), value: id(4)))
    #expect(operation(.copyMemory, [3, 4, 0]) == .copyMemory(target: id(3), source: id(4)))
    #expect(operation(.accessChain, [1, 2, 3, 4, 5]) == .accessChain(id(3), indices: ids(4, 5)))
    #expect(operation(.inBoundsAccessChain, [1, 2, 3]) == .accessChain(id(3), indices: []))
    #expect(operation(.functionCall, [1, 2, 3, 4]) == .call(FunctionID(3), ids(4)))
  }

  @Test func controlFlow() {
    #expect(operation(.branch, [3]) == .branch(LabelID(3)))
    #expect(
      operation(.branchConditional, [3, 4, 5, 1, 2]) == .conditionalBranch(id(3), LabelID(4), LabelID(5)))
    #expect(
      operation(.switch, [3, 4, 7, 5, 8, 6]) == .switch(id(3), [LabelID(4), LabelID(5), LabelID(6)]))
    #expect(operation(.selectionMerge, [3, 0]) == .selectionMerge(LabelID(3)))
    #expect(operation(.loopMerge, [3, 4, 8, 1]) == .loopMerge(LabelID(3), continueTarget: LabelID(4)))
    #expect(operation(.return, []) == .return)
    #expect(operation(.returnValue, [3]) == .returnValue(id(3)))
    for op: Op in [.kill, .terminateInvocation, .unreachable] { #expect(operation(op, []) == .end) }
  }

  @Test func sitesAndTheRest() {
    let kinds: [(Op, Derivative.Kind, Derivative.Control)] = [
      (.dPdx, .dx, .unspecified), (.dPdy, .dy, .unspecified), (.fwidth, .width, .unspecified),
      (.dPdxFine, .dx, .fine), (.dPdyFine, .dy, .fine), (.fwidthFine, .width, .fine),
      (.dPdxCoarse, .dx, .coarse), (.dPdyCoarse, .dy, .coarse), (.fwidthCoarse, .width, .coarse),
    ]
    for (op, kind, control) in kinds {
      #expect(operation(op, [1, 2, 3]) == .derivative(Derivative(kind: kind, control: control), id(3)))
    }
    #expect(Derivative(kind: .width, control: .fine).name == "fwidthFine")
    #expect(operation(.imageQueryLod, [1, 2, 3, 4]) == .queryLod(sampledImage: id(3), coordinate: id(4)))
    #expect(operation(.imageFetch, [1, 2, 3, 4, 2, 5]) == .opaqueRead(ids(3, 4, 5)))
    #expect(operation(.imageGather, [1, 2, 3, 4, 5]) == .opaqueRead(ids(3, 4, 5)))
    #expect(operation(.atomicIAdd, [1, 2, 3, 4, 5, 6]) == .opaqueRead(ids(3, 4, 5, 6)))
    #expect(operation(.iAdd, [1, 2, 3, 4]) == .discrete(ids(3, 4)))
    #expect(operation(.fOrdLessThan, [1, 2, 3, 4]) == .discrete(ids(3, 4)))
    #expect(operation(.convertFToS, [1, 2, 3]) == .discrete(ids(3)))
    #expect(operation(.demoteToHelperInvocation, []) == .other([]))
    #expect(operation(.imageWrite, [3, 4, 5]) == .other(ids(3, 4, 5)))
  }

  /// Operands that are missing make an instruction "other", not a crash.
  @Test func tooFewOperands() {
    for row in opTable {
      for count in 0..<6 {
        _ = Instruction(Op(rawValue: row.code), Array([1, 2, 3, 4, 5, 6].prefix(count))).operation(glsl: glsl)
      }
    }
    #expect(
      operation(.select, [1, 2, 3]) == .other(ids(3)) || operation(.select, [1, 2, 3]) == .discrete(ids(3)))
    #expect(operation(.store, [1]) == .other(ids(1)))
  }

  // MARK: Samples

  private let sampleOps: [(implicit: Op, explicit: Op, projective: Bool, depth: Bool, sparse: Bool)] = [
    (.imageSampleImplicitLod, .imageSampleExplicitLod, false, false, false),
    (.imageSampleDrefImplicitLod, .imageSampleDrefExplicitLod, false, true, false),
    (.imageSampleProjImplicitLod, .imageSampleProjExplicitLod, true, false, false),
    (.imageSampleProjDrefImplicitLod, .imageSampleProjDrefExplicitLod, true, true, false),
    (.imageSparseSampleImplicitLod, .imageSparseSampleExplicitLod, false, false, true),
    (.imageSparseSampleDrefImplicitLod, .imageSparseSampleDrefExplicitLod, false, true, true),
    (.imageSparseSampleProjImplicitLod, .imageSparseSampleProjExplicitLod, true, false, true),
    (.imageSparseSampleProjDrefImplicitLod, .imageSparseSampleProjDrefExplicitLod, true, true, true),
  ]

  @Test func sampleForms() throws {
    for row in sampleOps {
      let fixed: [UInt32] = row.depth ? [1, 2, 3, 4, 5] : [1, 2, 3, 4]
      for (op, isImplicit) in [(row.implicit, true), (row.explicit, false)] {
        guard case .sample(let sample) = operation(op, fixed + [isImplicit ? 1 : 2, 6]) else {
          Issue.record("\(op) is no sample")
          continue
        }
        #expect(sample.sampledImage == id(3) && sample.coordinate == id(4), "\(op)")
        #expect(sample.depthReference == (row.depth ? id(5) : nil), "\(op)")
        #expect(sample.isProjective == row.projective && sample.isSparse == row.sparse, "\(op)")
        #expect(sample.isImplicit == isImplicit && !sample.hasOtherOperands, "\(op)")
        #expect(
          sample.bias == (isImplicit ? id(6) : nil) && sample.lod == (isImplicit ? nil : id(6)), "\(op)")
      }
    }
  }

  @Test func sampleOperands() {
    func sample(_ op: Op, _ operands: [UInt32]) -> ImageSample? {
      if case .sample(let sample) = operation(op, [1, 2, 3, 4] + operands) { return sample }
      return nil
    }
    #expect(sample(.imageSampleImplicitLod, [])?.operands == ids(3, 4))
    let all = sample(.imageSampleImplicitLod, [0x1 | 0x8 | 0x80, 5, 6, 7])
    #expect(all?.bias == id(5) && all?.offset == id(6) && all?.minLod == id(7))
    #expect(all?.operands == ids(3, 4, 5, 7, 6))
    let explicit = sample(.imageSampleExplicitLod, [0x4 | 0x10 | 0x80, 5, 6, 7, 8])
    #expect(explicit?.gradients == ImageSample.Gradients(dx: id(5), dy: id(6)))
    #expect(explicit?.offset == id(7) && explicit?.minLod == id(8) && explicit?.hasOtherOperands == false)
    #expect(sample(.imageSampleImplicitLod, [0x400])?.hasOtherOperands == true)
  }

  @Test func gradientsReplaceTheImplicitLevel() {
    let gradients = ImageSample.Gradients(dx: id(20), dy: id(21))
    for row in sampleOps {
      let fixed: [UInt32] = row.depth ? [1, 2, 3, 4, 5] : [1, 2, 3, 4]
      func rewritten(_ operands: [UInt32]) -> Instruction? {
        Instruction(row.implicit, fixed + operands).samplingWithGradients(gradients)
      }
      #expect(rewritten([]) == Instruction(row.explicit, fixed + [4, 20, 21]))
      #expect(rewritten([0x1, 6]) == Instruction(row.explicit, fixed + [4, 20, 21]))
      #expect(
        rewritten([0x1 | 0x8 | 0x80, 6, 7, 8]) == Instruction(row.explicit, fixed + [0x8c, 20, 21, 7, 8]))
      #expect(rewritten([0x10, 7]) == Instruction(row.explicit, fixed + [0x14, 20, 21, 7]))
      #expect(Instruction(row.explicit, fixed + [2, 6]).samplingWithGradients(gradients) == nil)
    }
  }
}
