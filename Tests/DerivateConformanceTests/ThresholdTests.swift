import NativeRenderer
import Testing
import VulkanWitness

/// The threshold by hand, and verdicts that find what is wrong.
@Suite struct ThresholdTests {
  /// 83.8 / 99 is in the binade of 0.5, numbers up to 97 in that of 64: seven bits are lost, and three. Of 23 are 13
  /// left, so that the lower ten of the mantissa may be anything.
  @Test func highp() {
    let found = Threshold.of(83.8 / 99, mantissaBits: 23, between: -97, and: -13.2)
    #expect(found == 0.5 * 1023 * 0x1p-23)
  }

  /// 36 / 99 is in the binade of 0.25, numbers up to 37 in that of 32: nothing is left of ten bits.
  @Test func mediump() {
    let found = Threshold.of(36.0 / 99, mantissaBits: 10, between: -37, and: -1)
    #expect(found == 0.25 * (1 - 0x1p-23))
  }

  /// A derivative steeper than the numbers are large loses interpolation's bits only.
  @Test func steep() {
    #expect(Threshold.of(8, mantissaBits: 23, between: 0, and: 1) == 8 * 7 * 0x1p-23)
    #expect(Threshold.of(0, mantissaBits: 23, between: 0, and: 1) < 1e-30)
  }

  /// An image of one value, but for one pixel.
  private static func image(
    _ value: SIMD4<Float>, except odd: SIMD4<Float>? = nil, at place: (x: Int, y: Int) = (7, 9)
  ) -> DrawnImage {
    let (width, height) = (DerivateCase.width, DerivateCase.height)
    let components = (0..<width * height).flatMap { pixel -> [Float] in
      let here = pixel == place.y * width + place.x ? odd ?? value : value
      return here.indices.map { here[$0] }
    }
    return DrawnImage(width: width, height: height, components: components)
  }

  private static func subject(_ group: String) throws -> DerivateCase {
    try #require(DerivateCase.all.first { $0.name == "dfdx.\(group).vec2_highp" })
  }

  @Test func onePixelFails() throws {
    let subject = try Self.subject("fbo_float")
    let right = SIMD4<Float>(83.8 / 99, 0, 0, 1)
    let pass = Verdict(Self.image(right), subject, subject.expectation)
    #expect(pass.isPass && pass.compared == 99 * 133)
    for wrong in [right * 1.01, SIMD4(.nan, 0, 0, 1), SIMD4(right.x, 1e-4, 0, 1), SIMD4(), -right] {
      let verdict = Verdict(Self.image(right, except: wrong), subject, subject.expectation)
      #expect(verdict.failing == 1, "\(wrong): \(verdict)")
    }
  }

  /// What bytes store: half of the range is the derivative.
  @Test func bytesRound() throws {
    let subject = try Self.subject("fbo")
    let right = SIMD4<Float>(0.5, 0, 0, 1)
    #expect(Verdict(Self.image(right), subject, subject.expectation).isPass)
    #expect(Verdict(Self.image(right + 0.9 / 255), subject, subject.expectation).isPass)
    #expect(Verdict(Self.image(right + 1.6 / 255), subject, subject.expectation).failingShare == 1)
    #expect(!Verdict(Self.image(right + 0.9 / 255), subject, subject.strictExpectation).isPass)
  }

  @Test func droppedPixelsStayEmpty() throws {
    let subject = try Self.subject("private_store")
    let verdict = Verdict(Self.image(SIMD4(0.5, 0, 0, 1)), subject, subject.expectation)
    #expect(verdict.failing == 99 * 66, "\(verdict)")
  }
}
