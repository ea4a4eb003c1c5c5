import Lowering
import SPIRV
import VulkanWitness

/// An output, a component of one, or what is drawn at all, before and after.
public struct DriverOutputCheck: Codable, Hashable, Sendable {
  /// The output's name with its component, such as `color.r`.
  public var name: String
  /// Which sites feed it: `none`, `samples`, `derivatives`.
  public var fedBy: String
  /// The pixels that were compared.
  public var pixels = 0
  /// Those that differ in a bit.
  public var different = 0
  /// Those that differ in a bit even where no arithmetic may be fused or reordered; nil where that was not tried.
  public var differentExactly: Int?
  /// The greatest difference of its numbers.
  public var greatest = 0.0

  /// Whether it differs and should not.
  public var isFailure: Bool { fedBy == "none" && different > 0 && (differentExactly ?? 1) > 0 }
  /// Whether it differs only by how the driver fuses and reorders arithmetic.
  public var isReordered: Bool { fedBy == "none" && different > 0 && differentExactly == 0 }
}

extension Feeding {
  /// What a report calls it.
  var text: String {
    if contains(.derivatives) { return "derivatives" }
    return contains(.samples) ? "samples" : "none"
  }
}

/// The outputs of a shader with what feeds them.
struct OutputTable {
  /// One number of each pixel.
  struct Number {
    var name: String
    var location: Int
    var component: Int
    var kind: ScalarKind
    var feeding: Feeding
  }

  /// The numbers of the attachments.
  private(set) var numbers: [Number] = []
  /// What feeds the depth; nil where the shader does not write it.
  private(set) var depth: Feeding?
  /// What decides on whether a pixel is drawn.
  let coverage: Feeding

  init(_ interface: ShaderInterface, _ reach: SiteReach, _ index: ModuleIndex) {
    var coverage = reach.coverage
    for slot in interface.outputs {
      let slots = reach.outputs[slot.variable] ?? []
      let feeding = Self.feeding(slot, slots, index)
      if slot.builtIn != nil {
        let fragmentDepth: UInt32 = 22
        if slot.builtIn?.rawValue == fragmentDepth { depth = feeding }
        // The depth and the mask of samples may take the fragment away.
        coverage.formUnion(feeding)
        continue
      }
      guard let location = slot.location, slot.component < 4, !Self.isSecondSource(slot.variable, index)
      else {
        continue
      }
      if slot.path.count <= 1, reach.unwritten[slot.variable]?.contains(slot.path.first ?? 0) ?? false {
        continue
      }
      let letter = String(Array("rgba")[slot.component])
      numbers.append(
        Number(
          name: slot.name.isEmpty ? "location \(location).\(letter)" : "\(slot.name).\(letter)",
          location: location, component: slot.component, kind: slot.kind, feeding: feeding))
    }
    self.coverage = coverage
  }

  /// Of a variable whose scalars are all told apart, those of the slot's last step; else all.
  private static func feeding(_ slot: InterfaceSlot, _ known: [Feeding], _ index: ModuleIndex) -> Feeding {
    let position = slot.path.first ?? 0
    guard slot.path.count <= 1, known.indices.contains(position),
      let type = index.type(of: slot.variable), case .pointer(_, let pointee) = index[type],
      index[pointee].map({ if case .vector = $0 { true } else { slot.path.isEmpty } }) ?? false
    else { return known.joined }
    return known[position]
  }

  /// Whether an output is the second source of blending, which nothing shows without.
  private static func isSecondSource(_ variable: ValueID, _ index: ModuleIndex) -> Bool {
    let indexDecoration = Decoration(rawValue: 32)
    return index.decorations(of: variable.rawValue).contains { $0.0 == indexDecoration && $0.1 == 1 }
  }

  /// Compares two frames where both have a fragment.
  func compare(
    _ before: DrawnFrame, _ after: DrawnFrame, _ triangles: ([UInt32], [UInt32])
  ) -> [DriverOutputCheck] {
    var checks: [DriverOutputCheck] = []
    let pixels = triangles.0.indices.filter { triangles.0[$0] > 0 && triangles.0[$0] == triangles.1[$0] }
    var drawn = DriverOutputCheck(name: "what is drawn", fedBy: coverage.text)
    drawn.pixels = triangles.0.count
    drawn.different = triangles.0.indices.count { triangles.0[$0] != triangles.1[$0] }
    checks.append(drawn)
    for number in numbers where number.location < before.images.count {
      var check = DriverOutputCheck(name: number.name, fedBy: number.feeding.text)
      let (a, b) = (before.images[number.location].components, after.images[number.location].components)
      for pixel in pixels {
        check.add(a[4 * pixel + number.component], b[4 * pixel + number.component], number.kind)
      }
      checks.append(check)
    }
    if let depth, !before.depth.isEmpty {
      var check = DriverOutputCheck(name: "depth", fedBy: depth.text)
      for pixel in pixels { check.add(before.depth[pixel], after.depth[pixel], .float(width: 32)) }
      checks.append(check)
    }
    return checks
  }
}

extension DriverOutputCheck {
  /// Compares a number before and after.
  fileprivate mutating func add(_ before: Float, _ after: Float, _ kind: ScalarKind) {
    pixels += 1
    guard before.bitPattern != after.bitPattern else { return }
    // What no number is has no bits that count.
    if case .float = kind {
      if before.isNaN, after.isNaN { return }
      let distance = Double(abs(before - after))
      greatest = max(greatest, distance.isFinite ? distance : .greatestFiniteMagnitude)
    } else {
      greatest = max(greatest, abs(Double(before.bitPattern) - Double(after.bitPattern)))
    }
    different += 1
  }
}
