import Emission
import Frontend
import SPIRV

/// The versions of Quadless and of the libraries it stands on.
public enum Versions {
  /// Quadless.
  public static let quadless = "0.1.0"

  /// Quadless and its libraries, a line each, as `--version` prints them.
  public static var text: String {
    """
    quadless \(quadless)
    glslang \(glslangVersion)
    SPIRV-Tools \(SPIRVTools.version)
    SPIRV-Cross \(spirvCrossVersion)
    """
  }
}
