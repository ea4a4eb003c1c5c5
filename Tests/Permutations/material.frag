#version 450
#extension GL_GOOGLE_include_directive : require
#include "light.glsl"
#if defined NORMAL_MAP || defined BUMP
#include "frame.glsl"
#endif
#ifdef DIRT
#include "noise.glsl"
#endif

layout(location = 0) in vec3 position;
layout(location = 1) in vec3 normal;
layout(location = 2) in vec2 uv;
layout(location = 3) in vec4 tint;
layout(location = 0) out vec4 color;
layout(set = 1, binding = 0) uniform sampler2D albedoMap;
layout(set = 1, binding = 1) uniform sampler2D normalMap;
layout(set = 1, binding = 2) uniform sampler2D surfaceMap;
layout(set = 1, binding = 3) uniform samplerCube surroundings;

void main() {
  vec2 p = uv;
  vec3 n = normalize(normal), v = normalize(eye.xyz - position);
#ifdef PARALLAX
  p += v.xy * (texture(surfaceMap, uv).b - 0.5) * 0.04;
#endif
#ifdef DETAIL
  p = fract(p * 4.0);
#endif
  vec4 albedo = texture(albedoMap, p);
#ifdef TINT
  albedo *= tint;
#endif
#ifdef CUTOUT
  float edge = (albedo.a - 0.5) / max(fwidth(albedo.a), 1e-4) + 0.5;
  if (edge < 0.5) discard;
#endif
  vec2 surface = vec2(0.0, 0.6);
#ifdef SURFACE_MAP
  surface = texture(surfaceMap, p).rg;
#endif
#ifdef NORMAL_MAP
  n = normalize(cotangentFrame(n, position, p) * (texture(normalMap, p).xyz * 2.0 - 1.0));
#endif
#ifdef BUMP
  n = bumped(n, position, sin(uv.x * 40.0) * sin(uv.y * 40.0) * 0.01);
#endif
#ifdef DIRT
  float dirt = fbm(position.xy * 3.0 + position.z);
  float w = fwidth(dirt);
  albedo.rgb *= mix(1.0, 0.4, smoothstep(0.5 - w, 0.5 + w, dirt));
#endif
#ifdef SMOOTHED
  vec3 nx = dFdx(n), ny = dFdy(n);
  surface.y = sqrt(clamp(surface.y * surface.y + 0.25 * (dot(nx, nx) + dot(ny, ny)), 0.0, 1.0));
#endif
  vec3 lit = shade(albedo.rgb, surface.x, surface.y, n, v, position);
#ifdef REFLECTION
  lit += texture(surroundings, reflect(-v, n)).rgb * mix(0.04, 1.0, surface.x) * (1.0 - surface.y);
#endif
  color = vec4(finished(fogged(lit, distance(eye.xyz, position))), albedo.a);
}
