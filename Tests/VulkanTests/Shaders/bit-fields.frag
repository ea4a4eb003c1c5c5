#version 450
#include "inputs.glsl"
#include "hash.glsl"

vec4 shade() {
  uint h = mixed(uint(push.count) + 77u);
  vec4 result = vec4(0.0);
  for (int i = 0; i < 4; i++) {
    float frequency = float(bitfieldExtract(h, i * 6, 3)) * 0.4 + 0.5;
    float phase = float(bitCount(h >> i)) + float(findMSB(h >> (i * 4))) * 0.1;
    result[i] = sin(plane.x * frequency + phase) * cos(plane.y * float(findLSB(h | 4u)) + phase);
    result += unpackUnorm4x8(bitfieldReverse(h)) * uintBitsToFloat(0x3f000000u + (h & 0xffffu)) * uv.xyxy;
    h = mixed(h + 1u);
  }
  return result;
}
#include "main.glsl"
