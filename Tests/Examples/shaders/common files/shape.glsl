#include "stripe width.glsl"

float ring(vec2 p) { return length(p - 0.5); }
