#version 450
#include "inputs.glsl"

vec4 shade() {
  vec3 normal = normalize(direction), view = normalize(vec3(uv - 0.5, 2.0)), sum = vec3(0.0);
  for (int i = 0; i < push.count; ++i) {
    vec3 toLight = normalize(light[i].xyz + vec3(0.0, 0.0, 3.0) - vec3(plane, 0.0));
    float diffuse = dot(normal, toLight);
    float shine = pow(0.5 + 0.5 * dot(reflect(-toLight, normal), view), 4.0);
    sum += vec3(diffuse, shine, diffuse * shine) * light[i].w;
  }
  vec3 bent = refract(-view, normal, 0.8);
  return vec4(sum, dot(cross(bent, normal), vec3(1.0, 2.0, 3.0)));
}
#include "main.glsl"
