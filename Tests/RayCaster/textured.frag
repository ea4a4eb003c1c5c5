#version 450
// A texture, sampled by its level, with a grid that fwidth keeps a pixel wide.
layout(location = 0) in vec2 uv;
layout(location = 1) in vec3 normal;
layout(location = 0) out vec4 color;
layout(binding = 0) uniform sampler2D albedo;

void main() {
  vec2 place = uv * vec2(2.0, 3.0) + 0.1 * sin(uv.yx * 3.0);
  vec2 width = fwidth(place);
  vec2 line = abs(fract(place) - 0.5);
  vec2 grid = clamp((line - 0.5) / width + 1.5, 0.0, 1.0);
  vec3 texel = texture(albedo, place).rgb;
  color = vec4(texel * (1.0 - 0.7 * max(grid.x, grid.y)) * (0.6 + 0.4 * normalize(normal).y), 1.0);
}
