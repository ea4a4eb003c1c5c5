extension Type {
  /// The type that an instruction declares, if it does.
  init?(_ instruction: Instruction) {
    let words = instruction.operands
    func type(_ position: Int) -> TypeID { TypeID(words[position]) }
    switch instruction.op {
    case .typeVoid: self = .void
    case .typeBool: self = .bool
    case .typeInt where words.count == 3: self = .int(width: Int(words[1]), isSigned: words[2] != 0)
    case .typeFloat where words.count >= 2: self = .float(width: Int(words[1]))
    case .typeVector where words.count == 3: self = .vector(component: type(1), count: Int(words[2]))
    case .typeMatrix where words.count == 3: self = .matrix(column: type(1), count: Int(words[2]))
    case .typeArray where words.count == 3: self = .array(element: type(1), length: ValueID(words[2]))
    case .typeRuntimeArray where words.count == 2: self = .runtimeArray(element: type(1))
    case .typeStruct where words.count >= 1:
      self = .structure(members: words.suffix(from: 1).map { TypeID($0) })
    case .typePointer where words.count == 3:
      self = .pointer(StorageClass(rawValue: words[1]), pointee: type(2))
    case .typeFunction where words.count >= 2:
      self = .function(result: type(1), parameters: words.suffix(from: 2).map { TypeID($0) })
    case .typeImage where words.count >= 8:
      guard let dimension = ImageDimension(rawValue: words[2]) else {
        self = .opaque(.typeImage)
        return
      }
      self = .image(
        ImageType(
          dimension: dimension, isArrayed: words[4] != 0, isMultisampled: words[5] != 0,
          isDepth: words[3] == 1))
    case .typeSampledImage where words.count == 2: self = .sampledImage(image: type(1))
    case .typeSampler, .typeOpaque, .typeAccelerationStructureKHR, .typeRayQueryKHR, .typeEvent,
      .typeDeviceEvent, .typeReserveId, .typeQueue, .typePipe, .typeForwardPointer, .typePipeStorage,
      .typeNamedBarrier:
      self = .opaque(instruction.op)
    default: return nil
    }
  }
}
