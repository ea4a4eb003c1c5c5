#version 450
#extension GL_GOOGLE_include_directive : require
#include "light.glsl"
#include "noise.glsl"
#ifdef RIPPLES
#include "frame.glsl"
#endif

layout(location = 0) in vec3 position;
layout(location = 1) in vec4 clip;
layout(location = 0) out vec4 color;
layout(set = 1, binding = 0) uniform sampler2D behind;
layout(set = 1, binding = 1) uniform sampler2D waves;
layout(set = 1, binding = 2) uniform samplerCube surroundings;

float waveHeight(vec2 p) {
  float h = sin(p.x + time) * 0.1;
#ifdef SWELL
  h += sin(dot(p, vec2(0.3, 0.7)) + time * 0.5) * 0.4;
#endif
#ifdef CHOP
  h += fbm(p * 2.0 + time) * 0.2;
#endif
  return h;
}

void main() {
  vec2 p = position.xz;
  vec3 n = vec3(0, 1, 0), v = normalize(eye.xyz - position);
  float h = waveHeight(p);
#ifdef RIPPLES
  n = bumped(n, position, h);
#endif
#ifdef WAVE_MAP
  vec3 m = texture(waves, p * 0.1).xyz + texture(waves, p * 0.23 + time * 0.01).xyz - 1.0;
  n = normalize(n + m.xzy * 0.3);
#endif
  vec3 albedo = vec3(0.02, 0.08, 0.1);
#ifdef FOAM
  float w = fwidth(h);
  albedo = mix(albedo, vec3(0.9), smoothstep(0.3 - w, 0.3 + w, h));
#endif
#ifdef CAUSTICS
  float c = noise(p * 8.0 + n.xz) + noise(p * 13.0 - n.xz);
  albedo += vec3(0.1) * pow(c * 0.5, 4.0);
#endif
#ifdef LIMITED
  vec2 screen = fwidth(p);
  n = normalize(mix(n, vec3(0, 1, 0), clamp(max(screen.x, screen.y), 0.0, 1.0)));
#endif
  vec3 lit = shade(albedo, 0.0, 0.1, n, v, position);
  float fresnel = 0.02 + 0.98 * pow(1.0 - max(dot(n, v), 0.0), 5.0);
#ifdef REFLECTION
  lit += texture(surroundings, reflect(-v, n)).rgb * fresnel;
#endif
#ifdef REFRACTION
  vec2 screenUV = clip.xy / clip.w * 0.5 + 0.5 + n.xz * 0.05;
  lit += texture(behind, screenUV).rgb * (1.0 - fresnel);
#endif
#ifdef SHORE
  if (position.y < h) lit += texture(waves, p).rgb * 0.2;
#endif
  color = vec4(finished(fogged(lit, distance(eye.xyz, position))), 1.0);
}
