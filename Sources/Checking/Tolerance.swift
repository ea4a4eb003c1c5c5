/// What counts as equal.
public struct Tolerance: Codable, Hashable, Sendable {
  /// The greatest relative error.
  public var relative: Double
  /// The difference, per pixel, up to which numbers are equal whatever their size.
  public var absolute: Double

  /// A tolerance.
  public init(relative: Double, absolute: Double) {
    self.relative = relative
    self.absolute = absolute
  }

  /// That of the verdict, in double: 1e-4, and 1e-8 absolute.
  public static let verdict = Tolerance(relative: 1e-4, absolute: 1e-8)
  /// That of the shader as it is used, in float: 1e-3, and 1e-8 absolute.
  public static let float = Tolerance(relative: 1e-3, absolute: 1e-8)
}

/// The error of a number against its reference: their difference over the greater of their magnitudes.
///
/// So a dropped derivative, zero against something, is an error of 1, and a wrong sign one of up to 2. What
/// is not a finite number is an error of 1 against a finite reference. Numbers that differ by no more than
/// the absolute tolerance are equal: their error is no more than the relative tolerance, however small they
/// are themselves.
public func relativeError(_ value: Double, reference: Double, tolerance: Tolerance) -> Double {
  let difference = abs(value - reference)
  let scale = max(abs(value), abs(reference))
  if difference <= tolerance.absolute {
    return difference == 0 ? 0 : difference / max(scale, tolerance.absolute / tolerance.relative)
  }
  return difference.isFinite && scale > 0 ? difference / scale : 1
}
