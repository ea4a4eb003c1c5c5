/// A fragment shader around the body of `main`: smooth inputs `u` and `v`, flat ones `f` and `n`, a block of uniforms
/// and an output `color`.
public func fragmentShader(_ body: String, declarations: String = "", version: String = "450") -> String {
  """
  #version \(version)
  layout(location = 0) in vec4 u;
  layout(location = 1) in vec4 v;
  layout(location = 2) flat in vec4 f;
  layout(location = 3) flat in ivec4 n;
  layout(location = 0) out vec4 color;
  layout(set = 0, binding = 0) uniform Values { vec4 c; mat4 m; int k; float table[8]; };
  \(declarations)
  void main() {
  \(body.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }.joined(separator: "\n"))
  }

  """
}
