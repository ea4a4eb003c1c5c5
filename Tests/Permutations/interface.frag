#version 450
#extension GL_GOOGLE_include_directive : require
#if defined NOISE || defined PAPER
#include "noise.glsl"
#endif

layout(location = 0) in vec2 uv;
layout(location = 1) in vec4 tint;
layout(location = 2) flat in vec4 box;
layout(location = 0) out vec4 color;
layout(set = 0, binding = 0) uniform sampler2D atlas;
layout(push_constant) uniform Style { vec4 fill; vec4 border; vec4 shadow; float radius; float thickness; float time; };

float roundedBox(vec2 p, vec2 size, float r) {
  vec2 q = abs(p) - size + r;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - r;
}

float coverage(float d) {
#ifdef EXACT_EDGE
  float w = length(vec2(dFdx(d), dFdy(d)));
#else
  float w = fwidth(d);
#endif
  return clamp(0.5 - d / max(w, 1e-6), 0.0, 1.0);
}

void main() {
  vec2 p = uv - box.xy;
#ifdef WAVE
  p.y += 0.1 * sin(p.x * 6.0 + time);
#endif
#ifdef ROTATE
  p = mat2(cos(time), -sin(time), sin(time), cos(time)) * p;
#endif
  float d = roundedBox(p, box.zw, radius);
#ifdef CIRCLE
  d = min(d, length(p) - radius);
#endif
#ifdef RING
  d = abs(d) - thickness;
#endif
#ifdef NOISE
  d += (noise(p * 20.0) - 0.5) * 0.02;
#endif
  vec4 result = fill * coverage(d);
#ifdef BORDER
  result = mix(result, border, coverage(abs(d) - thickness));
#endif
#ifdef SHADOW
  result += shadow * exp(-4.0 * max(roundedBox(p - 0.02, box.zw, radius), 0.0)) * (1.0 - result.a);
#endif
#ifdef GLYPH
  vec3 field = texture(atlas, uv).rgb;
  float median = max(min(field.r, field.g), min(max(field.r, field.g), field.b)) - 0.5;
  result = mix(result, tint, clamp(median / max(fwidth(median), 1e-4) + 0.5, 0.0, 1.0));
#endif
#ifdef IMAGE
  result *= texture(atlas, uv * 2.0, -0.5);
#endif
#ifdef HATCH
  float hatch = fract((p.x + p.y) * 30.0);
  float hw = fwidth((p.x + p.y) * 30.0);
  result.rgb *= 0.8 + 0.2 * smoothstep(0.5 - hw, 0.5 + hw, hatch);
#endif
#ifdef PAPER
  result.rgb *= 0.9 + 0.1 * fbm(p * 50.0);
#endif
#ifdef PREMULTIPLIED
  result.rgb *= result.a;
#endif
  color = result;
}
