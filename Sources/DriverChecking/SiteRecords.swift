/// What a drawing wrote about sites, by pixel.
struct SiteRecords {
  let layout: RecordLayout
  private let words: [UInt32]

  /// The records of a buffer.
  init(_ layout: RecordLayout, _ words: [UInt32]) { (self.layout, self.words) = (layout, words) }

  /// The triangle that is seen at a pixel; 0 for none.
  func triangle(_ pixel: Int) -> UInt32 { words[pixel] }

  /// A word of a pixel's record.
  func word(_ pixel: Int, _ word: Int) -> UInt32 {
    words[layout.width * layout.height + pixel * layout.stride + word]
  }

  /// The same as a number.
  func number(_ pixel: Int, _ word: Int) -> Double { Double(Float(bitPattern: self.word(pixel, word))) }
}

/// A site's words at the pixels of two drawings.
struct SiteView {
  let site: SitePlan
  let original: SiteRecords
  let transformed: SiteRecords

  var width: Int { original.layout.width }
  var height: Int { original.layout.height }

  /// Whether both drawings come to the site at a pixel.
  func isExecuted(_ pixel: Int) -> Bool {
    original.triangle(pixel) > 0 && original.word(pixel, site.word) != 0
      && transformed.word(pixel, site.word) != 0
  }

  /// Whether two pixels are of one triangle, and took the same way to the site.
  func isOneWay(_ a: Int, _ b: Int) -> Bool {
    original.triangle(a) == original.triangle(b)
      && original.word(a, site.word) == original.word(b, site.word)
  }

  /// The bits of what is differentiated.
  func operandBits(_ pixel: Int, _ component: Int) -> UInt32 {
    original.word(pixel, site.word + 1 + component)
  }

  /// What is differentiated.
  func operand(_ pixel: Int, _ component: Int) -> Double {
    original.number(pixel, site.word + 1 + component)
  }

  /// The hardware's fine difference along an axis: 0 for x, 1 for y.
  func difference(_ pixel: Int, _ component: Int, axis: Int) -> Double {
    original.number(pixel, site.word + 1 + (1 + axis) * site.components + component)
  }

  /// What the transformed shader has: the value that took the site's place, or a sample's gradient along an axis, less
  /// what its bias makes of it.
  func tangent(_ pixel: Int, _ component: Int, axis: Int = 0) -> Double {
    transformed.number(pixel, site.word + 1 + axis * site.components + component)
      / original.number(pixel, site.word + 1 + 3 * site.components)
  }
}
