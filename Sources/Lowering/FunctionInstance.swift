import CLLVM
import SPIRV

/// A function as it is called from some place: its blocks in structured order, what its pointers are, and what the
/// analysis found.
final class FunctionInstance {
  /// One instruction with what the analysis asks of it.
  struct Code {
    var instruction: Instruction
    var op: Op
    var result: ValueID?
    /// The values it reads; those inside the pointers and images it uses are among them.
    var uses: [ValueID]
    /// What it loads from, stores to or asks; a second one where it copies memory.
    var place: Place?
    var source: Place?
    /// What it calls.
    var callee: FunctionInstance?
  }

  /// How a block ends, by the positions of blocks; the position after the last is the function's end.
  enum Terminator {
    case branch(Int)
    case conditional(ValueID, Int, Int)
    case `switch`(ValueID, fallback: Int, cases: [(literal: UInt64, target: Int)])
    case `return`
    case returnValue(ValueID)
    case kill
    case unreachable
  }

  struct Phi {
    var result: ValueID
    var sources: [Int: ValueID]
  }

  struct Block {
    var label: LabelID
    var phis: [Phi] = []
    var codes: [Code] = []
    var terminator = Terminator.unreachable
    /// The merge block of the loop that starts here.
    var loopMerge: Int?
    /// Whether it may be left in the middle: a call in it may end lanes.
    var mayKillInside = false
  }

  /// A parameter of the LLVM function.
  struct Parameter {
    var id: ValueID
    var key: InstanceKey.Argument
    /// What a pointer parameter that is handed over by value points to.
    var pointee: TypeID?
  }

  /// A texel that atomic operations work on.
  struct TexelPointer {
    var image: Place
    var coordinate: ValueID
    var sample: ValueID
  }

  let key: InstanceKey
  let name: String
  let returnType: TypeID
  var parameters: [Parameter] = []
  var blocks: [Block] = []
  /// The block that defines a value.
  var definitions: [ValueID: Int] = [:]
  /// Pointers and images by the values that name them.
  var places: [ValueID: Place] = [:]
  var images: [ValueID: ImageReference] = [:]
  var texels: [ValueID: TexelPointer] = [:]
  /// The variables of the function, and its pointer parameters, by their pointer's value: what they hold.
  var variables: [ValueID: TypeID] = [:]
  /// The initializers of variables.
  var initializers: [ValueID: ValueID] = [:]
  /// Variables of the function that are indexed dynamically.
  var indexedVariables: Set<ValueID> = []
  /// Values that are read outside the block that defines them.
  var crossing: Set<ValueID> = []
  /// Pointer parameters that are written, and whether lanes may end inside.
  var writtenParameters: Set<ValueID> = []
  var mayKill = false
  /// The Input, Output and Private variables it uses, callees included, ascending.
  var usedGlobals: [ValueID] = []
  /// The number of dynamic indices inside what it is specialised for.
  var argumentCount = 0

  // What the analysis finds.
  var facts = Facts()
  /// The LLVM function and its type, once declared.
  var llvm: (function: LLVMValueRef, type: LLVMTypeRef)?

  init(key: InstanceKey, name: String, returnType: TypeID) {
    self.key = key
    self.name = name
    self.returnType = returnType
  }

  /// The position of the function's end.
  var end: Int { blocks.count }
}

/// What differs between lanes, and where lanes may wait.
struct Facts {
  /// Values that may differ between the lanes that are on.
  var varyingValues: Set<ValueID> = []
  /// Variables, and values read outside their block, whose memory may differ between lanes.
  var varyingMemory: Set<ValueID> = []
  var isReturnVarying = false
  var varyingArguments: Set<Int> = []
  /// Whether, wherever it is called, all lanes that still run are on.
  var isFull = true
  /// By block: the blocks where other lanes may wait while it runs; nil where it is never reached.
  var pending: [BitSet?] = []
  /// By block: blocks one of which surely has a lane when it is reached; nil where nothing is known.
  var surely: [BitSet?] = []
  /// By block: what is read in it or after it before it is written: variables and crossing values.
  var liveIn: [Set<ValueID>] = []
}
