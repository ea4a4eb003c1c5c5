import Differentiation
import Foundation
import Lowering
import Rasterizer
import SPIRV
import Testing

@testable import Checking

/// Seeds of higher order on a plane in perspective, against the derivatives of the rational function that an
/// interpolated input is. Prints the table of the README.
@Suite struct SecondOrderTests {
  /// A corner of a plane of 1024 pixels, three times as far away at its right edge, five times at its lower one.
  struct PlaneStage: Stage {
    var name = "plane"
    var options = RasterizerOptions(width: 64, height: 64)
    var countsRowsUpwards = false
    /// The plane's size in pixels.
    static let extent = 1024.0
    /// Corners in pixels, w and the coordinate there.
    static let corners: [(x: Double, y: Double, w: Double, uv: [Double])] = [
      (0, 0, 1, [1, 1]), (extent, 0, 3, [5, 2]), (0, extent, 5, [3, 4]),
    ]

    func content(for interface: ShaderInterface) -> (TriangleMesh, any ResourceProvider) {
      let positions = Self.corners.map { corner in
        SIMD4((corner.x / 32 - 1) * corner.w, (corner.y / 32 - 1) * corner.w, 0.5 * corner.w, corner.w)
      }
      let values = Self.corners.flatMap { corner in
        interface.inputs.map { $0.builtIn == nil ? corner.uv[Int($0.path.last ?? $0.component)] : 0 }
      }
      let mesh = TriangleMesh(
        positions: positions, slots: interface.inputs.count, values: values, indices: [0, 1, 2])
      return (mesh, NoResources())
    }
  }

  /// An affine function of pixels through its values at the corners.
  private struct Affine {
    var start, x, y: Double

    init(_ values: [Double]) {
      start = values[0]
      x = (values[1] - values[0]) / PlaneStage.extent
      y = (values[2] - values[0]) / PlaneStage.extent
    }

    func at(_ place: (x: Double, y: Double)) -> Double { start + x * place.x + y * place.y }
  }

  /// v = N/D with N and D affine: its derivatives in closed form.
  private struct Rational {
    var n, d: Affine

    func derivatives(at place: (x: Double, y: Double)) -> [Double] {
      let (top, bottom) = (n.at(place), d.at(place))
      // N_x·D − N·D_x does not change along x.
      let kx = n.x * bottom - top * d.x
      let ky = n.y * bottom - top * d.y
      let mixed = (n.x * d.y - n.y * d.x) / pow(bottom, 2) - 2 * d.y * kx / pow(bottom, 3)
      return [
        kx / pow(bottom, 2), -2 * kx * d.x / pow(bottom, 3), mixed, -2 * ky * d.y / pow(bottom, 3),
        6 * kx * d.x * d.x / pow(bottom, 4),
      ]
    }
  }

  private static let shader = """
    #version 450
    layout(location = 0) in vec2 uv;
    layout(location = 0) out vec4 color;
    void main() {
      vec2 x = dFdx(uv);
      vec2 y = dFdy(uv);
      vec2 xx = dFdx(x);
      vec2 xy = dFdy(x);
      vec2 yy = dFdy(y);
      vec2 xxx = dFdx(xx);
      color = vec4(x + y, xx + xy) + vec4(yy, xxx);
    }
    """

  /// The rows: a name, and the position of its site.
  private static let rows = [
    ("dFdx(uv)", 0), ("dFdx(dFdx(uv))", 2), ("dFdy(dFdx(uv))", 3), ("dFdy(dFdy(uv))", 4),
    ("dFdx(dFdx(dFdx(uv)))", 5),
  ]

  @Test func seedsAreThoseOfTheRationalFunction() throws {
    let subject = try EngineTests.subject(Self.shader)
    #expect(subject.sites.map(\.outcome) == Array(repeating: .tangent, count: 6))
    let doubles = try errors(subject, isTransformed: true, .double)
    let floats = try errors(subject, isTransformed: true, .float)
    let quads = try errors(subject, isTransformed: false, .float)
    var table =
      "| relative error | analytic, in double | analytic, in float | quad, in float |\n|---|---|---|---|\n"
    for (row, (name, _)) in Self.rows.enumerated() {
      func cell(_ errors: [Double]) -> String {
        [errors[errors.count / 2], errors.last ?? 0].map { String(format: "%.1e", $0) }.joined(
          separator: ", ")
      }
      table += "| `\(name)` | \(cell(doubles[row])) | \(cell(floats[row])) | \(cell(quads[row])) |\n"
      #expect((doubles[row].last ?? 1) < 1e-9, "\(name)")
      #expect((floats[row].last ?? 1) < 1e-3, "\(name)")
      // What the quad makes of a second derivative is zero or noise.
      if row > 0 { #expect(quads[row][quads[row].count / 2] > 0.02, "\(name)") }
    }
    print("median and greatest over \(doubles[0].count) numbers:\n\(table)")
  }

  /// By row: the relative errors at all pixels and components, ascending.
  private func errors(
    _ subject: CheckSubject, isTransformed: Bool, _ element: ElementType
  ) throws -> [[Double]] {
    var plan = Pass.Plan(
      module: isTransformed ? subject.transformed : subject.original, derivatives: .quad(), element: element,
      iterationLimit: 100)
    for (_, site) in Self.rows {
      plan.probes.append(isTransformed ? subject.sites[site].emitted : [subject.sites[site].result])
      plan.components.append(2)
    }
    let pass = try Pass(plan, on: PlaneStage(), path: subject.path, progress: nil)
    let weights = PlaneStage.corners.map { 1 / $0.w }
    let inputs = (0..<2).map { component in
      Rational(
        n: Affine(PlaneStage.corners.map { $0.uv[component] / $0.w }), d: Affine(weights))
    }
    var errors = [[Double]](repeating: [], count: Self.rows.count)
    for tile in pass.tiles {
      for pixel in tile.primitives.indices where tile.primitives[pixel] >= 0 {
        let place = (
          x: Double(tile.tile.x + pixel % tile.tile.width) + 0.5,
          y: Double(tile.tile.y + pixel / tile.tile.width) + 0.5
        )
        for (component, input) in inputs.enumerated() {
          for (row, expected) in input.derivatives(at: place).enumerated() {
            let value = tile.series[row].value(pixel, 0, component)
            errors[row].append(
              relativeError(value, reference: expected, tolerance: Tolerance(relative: 1e-3, absolute: 0)))
          }
        }
      }
    }
    return errors.map { $0.sorted() }
  }
}
