#version 450
layout(set = 0, binding = 0) uniform sampler2D image;
layout(set = 0, binding = 1) uniform Block { float time; int count; bool enabled; vec2 size; };
layout(location = 0) in vec2 uv;
layout(location = 1) flat in int layer;
layout(location = 0) out vec4 color;
void main() {
  vec3 normal = normalize(vec3(uv, 1.0));
  vec3 light = normalize(vec3(0.3, 0.5, 1.0));
  float diffuse = max(dot(normal, light), 0.0);
  vec4 base = texture(image, uv);
  vec3 reflected = reflect(-light, normal);
  float gloss = pow(max(reflected.z, 0.0), 16.0);
  float edge = smoothstep(0.5 - fwidth(uv.x), 0.5 + fwidth(uv.x), uv.x);
  color = vec4(base.rgb * diffuse + gloss, base.a) * mix(1.0, 0.5, edge);
  if (color.a < 0.01) discard;
}
