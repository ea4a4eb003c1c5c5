import Foundation

/// What a page shows of a shader.
public struct ShaderReport: Sendable {
  /// Pictures of one site's errors; nil where there is nothing to show.
  public struct Maps: Sendable {
    /// Of the transformed shader in double.
    public var analytic: Picture?
    /// Of the quad.
    public var quad: Picture?

    /// Maps.
    public init(analytic: Picture? = nil, quad: Picture? = nil) {
      self.analytic = analytic
      self.quad = quad
    }
  }

  /// What was found.
  public var check: ShaderCheck
  /// The original with quad differences.
  public var original: Picture?
  /// The transformed shader.
  public var transformed: Picture?
  /// The original with the reference's derivatives.
  public var reference: Picture?
  /// The errors, by site.
  public var maps: [Maps]
  /// The GLSL before; the disassembly of a module.
  public var sourceBefore: String
  /// The GLSL after.
  public var sourceAfter: String

  /// A report without pictures.
  public init(check: ShaderCheck, maps: [Maps], sourceBefore: String, sourceAfter: String) {
    self.check = check
    self.maps = maps
    self.sourceBefore = sourceBefore
    self.sourceAfter = sourceAfter
  }
}

/// The page that `--report` writes: one file that needs no other.
public struct HTMLReport {
  private let shaders: [ShaderReport]
  private let failures: [JSONReport.Failure]

  /// A report of shaders that were checked and of those that could not be.
  public init(shaders: [ShaderReport], failures: [JSONReport.Failure] = []) {
    self.shaders = shaders
    self.failures = failures
  }

  /// The page. It is well-formed XML, too.
  public func html() throws -> String {
    var page = """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      <meta name="viewport" content="width=device-width"/>
      <title>\(escaped(title))</title>
      <style>\(style)</style>
      </head>
      <body>
      <h1>\(escaped(title))</h1>
      \(explanation)

      """
    page += overview
    for (number, shader) in shaders.enumerated() { page += try section(shader, number: number) }
    return page + "</body>\n</html>\n"
  }

  private var title: String {
    let failing = shaders.count { !$0.check.isPassed } + failures.count
    let sites = shaders.reduce(0) { $0 + $1.check.sites.count }
    return "quadless check: \(shaders.count + failures.count) shaders, \(sites) sites, "
      + (failing == 0 ? "all passed" : "\(failing) failed")
  }

  private var explanation: String {
    """
    <p>Errors are relative to a reference: the original shader in double precision with central differences at two
    steps. <em>Analytic</em> is the transformed shader, <em>quad</em> what hardware's 2x2 quads give for the
    original. An error of 1 is a derivative that was dropped.</p>
    """
  }

  // MARK: Overview

  private var overview: String {
    var rows = ""
    for (number, shader) in shaders.enumerated() {
      let check = shader.check
      let analytic = check.sites.compactMap(\.analytic)
      let quad = check.sites.compactMap(\.quad)
      let cells = [
        "\(check.sites.count)", check.isPassed ? "passed" : "failed", greatest(analytic, \.median),
        greatest(analytic, \.worst), greatest(quad, \.median), greatest(quad, \.worst),
      ]
      rows +=
        "<tr class=\"\(check.isPassed ? "passed" : "failed")\"><td><a href=\"#shader\(number)\">"
        + "\(escaped(check.path))</a></td>\(cells.map { "<td>\($0)</td>" }.joined())</tr>\n"
    }
    for failure in failures {
      rows +=
        "<tr class=\"failed\"><td>\(escaped(failure.path))</td><td></td>"
        + "<td colspan=\"5\">\(escaped(failure.error))</td></tr>\n"
    }
    return """
      <table>
      <thead><tr><th>shader</th><th>sites</th><th>verdict</th><th>analytic, median</th><th>worst</th>\
      <th>quad, median</th><th>worst</th></tr></thead>
      <tbody>
      \(rows)</tbody>
      </table>

      """
  }

  private func greatest(_ summaries: [ErrorSummary], _ value: (ErrorSummary) -> Double) -> String {
    summaries.map(value).max().map(shortNumber) ?? ""
  }

  // MARK: A shader

  private func section(_ shader: ShaderReport, number: Int) throws -> String {
    let check = shader.check
    let pictures = [
      ("original, quad differences", shader.original), ("transformed", shader.transformed),
      ("original, reference derivatives", shader.reference),
    ]
    var text = "<section id=\"shader\(number)\">\n<h2>\(escaped(check.path))</h2>\n"
    text += "<p>\(escaped(check.scene)), \(check.width) x \(check.height) pixels.</p>\n"
    for diagnostic in check.diagnostics { text += "<p class=\"note\">\(escaped(diagnostic))</p>\n" }
    text += try row(of: pictures)
    for (index, site) in check.sites.enumerated() {
      text += try section(
        site, maps: index < shader.maps.count ? shader.maps[index] : .init(), in: check.path)
    }
    text += source("GLSL before", shader.sourceBefore) + source("GLSL after", shader.sourceAfter)
    return text + "</section>\n"
  }

  private func section(_ site: SiteCheck, maps: ShaderReport.Maps, in path: String) throws -> String {
    let title = "\(site.place(in: path)): \(site.name) in \(site.function)"
    var text = "<h3 class=\"\(site.verdict.isFailure ? "failed" : "passed")\">\(escaped(title)): "
    text += "\(site.verdict.rawValue)</h3>\n"
    if let reason = site.reason { text += "<p>\(escaped(reason))</p>\n" }
    let rows = [
      ("analytic, double", site.analytic), ("analytic, float", site.analyticFloat),
      ("quad, float", site.quad),
    ]
    let body = rows.compactMap { name, summary in summary.map { self.row(name, $0) } }.joined()
    if !body.isEmpty {
      text += """
        <table>
        <thead><tr><th></th><th>pixels</th><th>median</th><th>99 %</th><th>worst</th><th>at</th></tr></thead>
        <tbody>\(body)</tbody>
        </table>

        """
    }
    text += "<p>\(escaped(site.pixels.sentence))</p>\n"
    if let levels = site.levels { text += "<p>Pixels whose \(escaped(levels.text)).</p>\n" }
    let shown = [("analytic", maps.analytic), ("quad", maps.quad)]
    let pictures = try row(of: shown)
    return text + pictures + (pictures.isEmpty ? "" : legend)
  }

  private func row(_ name: String, _ summary: ErrorSummary) -> String {
    let numbers = [summary.median, summary.percentile99, summary.worst].map { "<td>\(shortNumber($0))</td>" }
    return "<tr><td>\(name)</td><td>\(summary.pixels)</td>\(numbers.joined())"
      + "<td>\(summary.worstX), \(summary.worstY)</td></tr>\n"
  }

  private func source(_ title: String, _ text: String) -> String {
    "<details><summary>\(title)</summary><pre>\(escaped(text))</pre></details>\n"
  }

  // MARK: Pictures

  private func row(of pictures: [(String, Picture?)]) throws -> String {
    let figures = try pictures.compactMap { name, picture in
      try picture.map { try figure(name, $0) }
    }
    return figures.isEmpty ? "" : "<div class=\"row\">\n\(figures.joined())</div>\n"
  }

  private func figure(_ name: String, _ picture: Picture) throws -> String {
    let data = Data(try picture.png()).base64EncodedString()
    return "<figure><img src=\"data:image/png;base64,\(data)\" width=\"\(picture.width)\" "
      + "height=\"\(picture.height)\" alt=\"\(escaped(name))\"/><figcaption>\(escaped(name))</figcaption></figure>\n"
  }

  /// The scale of the maps: the ramp with its powers of ten, and the two colors without an error.
  private var legend: String {
    let steps = 64
    let stops = (0...steps).map { step in
      css(FalseColor.color(at: Double(step) / Double(steps)))
    }
    let marks = stride(from: FalseColor.lowestExponent, through: 0, by: 2).map { exponent in
      "<span>\(exponent == 0 ? "1" : "1e\(Int(exponent))")</span>"
    }
    return """
      <div class="legend"><div class="ramp" style="background:linear-gradient(to right,\(stops.joined(separator: ",")))">\
      </div><div class="marks">\(marks.joined())</div><div>\
      <i style="background:\(css(FalseColor.unreferenced))"></i> no reference \
      <i style="background:\(css(FalseColor.absent))"></i> not executed</div></div>

      """
  }

  private func css(_ color: FalseColor.Color) -> String { "rgb(\(color.x),\(color.y),\(color.z))" }

  private var style: String {
    """
    body{font:15px/1.45 system-ui,sans-serif;margin:2em;max-width:75em}
    table{border-collapse:collapse;margin:.5em 0}td,th{padding:.15em .7em;text-align:right}
    td:first-child,th:first-child{text-align:left}tr.failed td,h3.failed{color:#b00020}
    .row{display:flex;flex-wrap:wrap;gap:1em}figure{margin:.5em 0}img{image-rendering:pixelated}
    pre{background:#f4f4f4;padding:.7em;overflow:auto}.note{color:#7a5200}
    .legend{width:24em;font-size:13px;margin-bottom:1em}.ramp{height:1em}
    .marks{display:flex;justify-content:space-between}.legend i{display:inline-block;width:1em;height:1em}
    section{border-top:1px solid #ccc;margin-top:2em}
    """
  }
}

/// A text with what HTML takes as markup replaced; control characters that HTML has no place for are shown as
/// U+FFFD.
func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "\n", "\t": result.unicodeScalars.append(scalar)
    case "\r": break
    case _ where scalar.value < 0x20 || scalar.value == 0x7f: result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

extension PixelCounts {
  /// The counts in words.
  var sentence: String {
    let told = reasons.map { "\($0.count) \($0.text)" }
    return "\(executed) of \(shaded) pixels execute the site; \(compared) of them are compared"
      + (told.isEmpty ? "." : "; without a reference: " + told.joined(separator: ", ") + ".")
  }
}
