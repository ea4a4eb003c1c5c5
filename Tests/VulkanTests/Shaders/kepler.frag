#version 450
#include "inputs.glsl"

// Newton's iteration for E - e sin E = M.
vec4 shade() {
  float mean = 1.0 + uv.x, eccentricity = 0.1 + 0.4 * uv.y, anomaly = mean;
  int rounds = 0;
  float rest = 1.0;
  do {
    rest = anomaly - eccentricity * sin(anomaly) - mean;
    anomaly -= rest / (1.0 - eccentricity * cos(anomaly));
    rounds++;
  } while (abs(rest) > 1e-3 && rounds < 20);
  region = vec4(float(rounds));
  return vec4(anomaly, cos(anomaly) - eccentricity, sin(anomaly), anomaly * eccentricity);
}
#include "main.glsl"
