import CSPIRVCross

/// The version of SPIRV-Cross's C interface, as its library tells it, e.g. "0.53.0".
public var spirvCrossVersion: String {
  var (major, minor, patch): (UInt32, UInt32, UInt32) = (0, 0, 0)
  spvc_get_version(&major, &minor, &patch)
  return "\(major).\(minor).\(patch)"
}
