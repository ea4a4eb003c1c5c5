import Checking
import Differentiation
import SPIRV

/// A site that is recorded: where its words stand among those of a pixel.
struct SitePlan {
  /// Its position among the shader's sites.
  var position: Int
  /// Its result in the original.
  var result: ValueID
  /// What took its place.
  var emitted: [ValueID]
  /// What it is.
  var kind: SiteReport.Kind
  /// The components of what is differentiated.
  var components: Int
  /// The component of a coordinate that divides those before it.
  var divisor: Int?
  /// The first of its words among a pixel's: the path to the site; what is differentiated; its two derivatives; by what
  /// a sample's bias multiplies its gradients. Of the transformed shader, whether it came by; then the tangents, or the
  /// site's value in place of the first.
  var word = 0

  /// The words it takes.
  var wordCount: Int { 2 + 3 * components }

  /// A plan for a site of a module; nil where it takes the derivative of no floats of 16 or 32 bits.
  init?(_ site: SiteReport, position: Int, _ instruction: Instruction, _ index: ModuleIndex) {
    let operation = instruction.operation(glsl: index.glsl)
    guard let operand = operation.siteOperand, let type = index.type(of: operand),
      let count = index.componentCount(type), Self.isRecordable(type, index)
    else { return nil }
    (self.position, result, emitted, kind) = (position, site.result, site.emitted, site.kind)
    components = count
    guard case .sample(let sample) = operation else { return }
    guard let imageType = index.type(of: sample.sampledImage),
      case .sampledImage(let image) = index[imageType], case .image(let shape) = index[image]
    else { return nil }
    components = shape.dimension.coordinateCount
    divisor = instruction.divisor(index)
    guard components <= count, divisor.map({ $0 < count }) ?? true else { return nil }
  }

  private static func isRecordable(_ type: TypeID, _ index: ModuleIndex) -> Bool {
    switch index[type] {
    case .float(let width): width <= 32
    case .vector(let component, _): isRecordable(component, index)
    default: false
    }
  }
}

/// The words that are recorded of each pixel.
struct RecordLayout {
  /// The picture's size.
  var width: Int
  var height: Int
  /// The sites with their places.
  var sites: [SitePlan]
  /// The words of a pixel.
  var stride: Int

  /// Gives sites their places.
  init(_ sites: [SitePlan], width: Int, height: Int) {
    (self.width, self.height, self.sites) = (width, height, sites)
    stride = 0
    for position in sites.indices {
      self.sites[position].word = stride
      stride += sites[position].wordCount
    }
  }

  /// The words of the buffer: which triangle is seen at each pixel, the pixels' records, and one for those that are
  /// not seen.
  var wordCount: Int { width * height * (1 + stride) + stride }

  /// Sites in groups whose buffers are not too large for a driver.
  static func groups(_ sites: [SitePlan], width: Int, height: Int) -> [RecordLayout] {
    let most = max(1, (96 << 20) / 4 / (width * height) - 1)
    var groups: [[SitePlan]] = []
    var size = 0
    for site in sites {
      if groups.isEmpty || size + site.wordCount > most {
        groups.append([])
        size = 0
      }
      groups[groups.count - 1].append(site)
      size += site.wordCount
    }
    return groups.map { RecordLayout($0, width: width, height: height) }
  }
}
