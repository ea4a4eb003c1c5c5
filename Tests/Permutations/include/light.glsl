#ifndef LIGHT_GLSL
#define LIGHT_GLSL

struct Light { vec4 position; vec4 color; };
layout(std140, set = 0, binding = 0) uniform Frame {
  mat4 view;
  vec4 eye;
  vec4 fog;
  Light lights[4];
  float time;
};

float distribution(float nh, float roughness) {
  float a = roughness * roughness, d = nh * nh * (a * a - 1.0) + 1.0;
  return a * a / (3.14159265 * d * d);
}

float visibility(float nl, float nv, float roughness) {
  float k = (roughness + 1.0) * (roughness + 1.0) / 8.0;
  return 0.25 / ((nl * (1.0 - k) + k) * (nv * (1.0 - k) + k));
}

vec3 shade(vec3 albedo, float metal, float roughness, vec3 n, vec3 v, vec3 position) {
  vec3 f0 = mix(vec3(0.04), albedo, metal), sum = vec3(0.03) * albedo;
  for (int i = 0; i < LIGHTS; i++) {
    vec3 toLight = lights[i].position.xyz - position;
    vec3 l = normalize(toLight), h = normalize(l + v);
    float nl = max(dot(n, l), 0.0), nv = max(dot(n, v), 1e-3), nh = max(dot(n, h), 0.0);
    vec3 fresnel = f0 + (1.0 - f0) * pow(1.0 - max(dot(h, v), 0.0), 5.0);
    vec3 specular = fresnel * distribution(nh, roughness) * visibility(nl, nv, roughness);
    vec3 diffuse = (1.0 - fresnel) * (1.0 - metal) * albedo / 3.14159265;
    sum += (diffuse + specular) * lights[i].color.rgb * nl / (1.0 + dot(toLight, toLight));
  }
  return sum;
}

vec3 fogged(vec3 color, float distance) {
#ifdef FOG
  return mix(fog.rgb, color, exp(-fog.a * distance));
#else
  return color;
#endif
}

vec3 finished(vec3 color) {
#ifdef TONEMAP
  color = color * (2.51 * color + 0.03) / (color * (2.43 * color + 0.59) + 0.14);
#endif
#ifdef GAMMA
  color = pow(color, vec3(1.0 / 2.2));
#endif
  return color;
}

#endif
