#version 450
#extension GL_GOOGLE_include_directive : require
#include "light.glsl"
#include "noise.glsl"
#ifdef BUMP
#include "frame.glsl"
#endif

layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 0) out vec4 color;
layout(set = 1, binding = 0) uniform sampler2DArray layers;

vec3 layer(float index, vec3 p, vec3 n) {
#ifdef TRIPLANAR
  vec3 weight = pow(abs(n), vec3(4.0));
  weight /= weight.x + weight.y + weight.z;
  return texture(layers, vec3(p.yz, index)).rgb * weight.x + texture(layers, vec3(p.zx, index)).rgb * weight.y
    + texture(layers, vec3(p.xy, index)).rgb * weight.z;
#else
  return texture(layers, vec3(p.xz, index)).rgb;
#endif
}

void main() {
  vec3 n = normalize(normal), v = normalize(eye.xyz - position);
  float height = position.y;
#ifdef EROSION
  height += fbm(position.xz * 0.2) * 3.0;
#endif
#ifdef BUMP
  n = bumped(n, position, noise(position.xz * 4.0) * 0.1);
#endif
  vec3 albedo = layer(0.0, position * 0.25, n);
#ifdef ROCK
  albedo = mix(layer(1.0, position * 0.125, n), albedo, smoothstep(0.6, 0.8, n.y));
#endif
#ifdef SNOW
  float w = fwidth(height);
  albedo = mix(albedo, vec3(0.95), smoothstep(20.0 - w, 20.0 + w, height));
#endif
#ifdef CONTOURS
  float line = abs(fract(height - 0.5) - 0.5) / max(fwidth(height), 1e-5);
  albedo *= min(line, 1.0);
#endif
#ifdef GRID
  vec2 cell = abs(fract(position.xz) - 0.5) / max(fwidth(position.xz), vec2(1e-5));
  albedo *= min(min(cell.x, cell.y), 1.0);
#endif
#ifdef FLAT
  n = normalize(cross(dFdx(position), dFdy(position)));
#endif
#ifdef WET
  float wet = smoothstep(0.4, 0.6, fbm(position.xz));
#else
  float wet = 0.0;
#endif
  vec3 lit = shade(albedo, 0.0, mix(0.9, 0.2, wet), n, v, position);
  color = vec4(finished(fogged(lit, distance(eye.xyz, position))), 1.0);
}
