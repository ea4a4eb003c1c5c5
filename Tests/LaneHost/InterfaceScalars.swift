import Interpreter
import SPIRV

/// The scalars of a variable as the interpreter names them, so that both see the same numbers.
struct InterfaceScalars {
  private let index: ModuleIndex
  private var memberNames: [TypeID: [Int: String]] = [:]
  private var memberDecorations: [TypeID: [Int: [(Decoration, UInt32?)]]] = [:]

  init(_ module: Module) {
    index = ModuleIndex(module)
    for instruction in module.preamble {
      if let naming = instruction.memberNaming {
        memberNames[naming.structure, default: [:]][naming.member] = naming.name
      } else if let decorating = instruction.memberDecorating {
        memberDecorations[decorating.structure, default: [:]][decorating.member, default: []].append(
          (decorating.decoration, decorating.literal))
      }
    }
  }

  /// The scalars in order; of a variable of images or samplers its elements.
  func scalars(of variable: ValueID) -> [InterfaceScalar] {
    guard let pointer = index.type(of: variable), case .pointer(_, let pointee)? = index[pointer] else {
      return []
    }
    let decorations = index.decorations(of: variable.rawValue)
    let binding = decorations.first { $0.0 == .binding }?.1.map { "binding \($0)" }
    let name = index.names[variable.rawValue].flatMap { $0.isEmpty ? nil : $0 }
    var scalar = InterfaceScalar(name: name ?? binding ?? "\(variable)")
    apply(decorations, to: &scalar)
    var result: [InterfaceScalar] = []
    add(scalar, pointee, &result)
    return result
  }

  private func apply(_ decorations: [(Decoration, UInt32?)], to scalar: inout InterfaceScalar) {
    for (decoration, literal) in decorations {
      switch decoration {
      case .location: scalar.location = literal
      case .builtIn: scalar.builtIn = literal.map { BuiltIn(rawValue: $0) }
      case .noPerspective: scalar.interpolation = .noPerspective
      case .flat: scalar.interpolation = .flat
      case .component: scalar.path.append(Int(literal ?? 0) + 100)
      default: break
      }
    }
  }

  private func add(_ scalar: InterfaceScalar, _ id: TypeID, _ result: inout [InterfaceScalar]) {
    func parts(_ count: Int, _ element: TypeID, isMatrix: Bool = false) {
      for position in 0..<count {
        var part = scalar
        part.path.append(position)
        part.isMatrix = scalar.isMatrix || isMatrix
        add(part, element, &result)
      }
    }
    switch index[id] {
    case .vector(let component, let count)?: parts(count, component)
    case .matrix(let column, let count)?: parts(count, column, isMatrix: true)
    case .array(let element, let length)?:
      parts(Int(index.constantInstruction(length)?.constantBits ?? 1), element)
    case .runtimeArray(let element)?: parts(RunOptions().runtimeArrayLength, element)
    case .structure(let members)?:
      for (member, type) in members.enumerated() {
        var part = scalar
        if let name = memberNames[id]?[member], !name.isEmpty {
          part.name = name
        } else {
          part.path.append(member)
        }
        part.location = scalar.location.map { $0 + UInt32(member) }
        apply(memberDecorations[id]?[member] ?? [], to: &part)
        add(part, type, &result)
      }
    case .int?:
      var scalar = scalar
      scalar.kind = .int
      result.append(scalar)
    case .bool?:
      var scalar = scalar
      scalar.kind = .bool
      result.append(scalar)
    default: result.append(scalar)
    }
  }
}
