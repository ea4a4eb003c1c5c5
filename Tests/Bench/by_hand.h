// The benchmarks' shaders written by hand in C, each without derivatives and with dual numbers that only what the sites
// depend on carries. SHADER names the one; a loop over pixels around them is for Clang to vectorize.
#include <math.h>
#include <stdint.h>

typedef struct { float v, x, y; } Dual;
// What is not inlined keeps Clang from vectorizing the loop around.
#define INLINE static inline __attribute__((always_inline))

INLINE float fraction(float x) { return x - floorf(x); }
INLINE float mixed(float a, float b, float t) { return a + (b - a) * t; }
INLINE Dual plus(Dual a, Dual b) { return (Dual){a.v + b.v, a.x + b.x, a.y + b.y}; }
INLINE Dual scaled(Dual a, float s) { return (Dual){a.v * s, a.x * s, a.y * s}; }
INLINE Dual times(Dual a, Dual b) {
  return (Dual){a.v * b.v, a.x * b.v + a.v * b.x, a.y * b.v + a.v * b.y};
}

// What all three shaders end with: stripes of the width w.
INLINE void paint(float v, float w, float x, float y, float out[4]) {
  float t = fabsf(fraction(v) - 0.5f);
  float s = (t - (0.25f - w)) / (2 * w);
  s = s < 0 ? 0 : s > 1 ? 1 : s;
  out[0] = s * s * (3 - 2 * s);
  out[1] = v;
  out[2] = x;
  out[3] = y;
}
INLINE void paint_dual(Dual v, float out[4]) { paint(v.v, fabsf(v.x) + fabsf(v.y), v.x, v.y, out); }

// --- Noise, its hash of sines or of integers ---

INLINE float noise_sin_hash(float x, float y) {
  return fraction(sinf(x * 127.1f + y * 311.7f) * 43758.5453f);
}
INLINE float noise_int_hash(float x, float y) {
  uint32_t a = (uint32_t)(int32_t)x * 1664525u + 1013904223u;
  uint32_t b = (uint32_t)(int32_t)y * 22695477u + 1u;
  uint32_t h = a ^ (b + (a << 6) + (a >> 2));
  h ^= h >> 16;
  h *= 0x7feb352du;
  h ^= h >> 15;
  h *= 0x846ca68bu;
  h ^= h >> 16;
  // 24 bits: as a signed integer they convert in one instruction.
  return (float)(int32_t)(h >> 8) * (1.0f / 16777216.0f);
}

// t * t * (3 - 2 t).
INLINE float smooth(float t) { return t * t * (3 - 2 * t); }
INLINE Dual smooth_dual(Dual t) {
  float slope = 6 * t.v * (1 - t.v);
  return (Dual){smooth(t.v), slope * t.x, slope * t.y};
}

#define NOISE(name)                                                                                    \
  INLINE float name##_noise(float x, float y) {                                                 \
    float ix = floorf(x), iy = floorf(y), u = smooth(x - ix), w = smooth(y - iy);                      \
    float a = name##_hash(ix, iy), b = name##_hash(ix + 1, iy);                                        \
    float c = name##_hash(ix, iy + 1), d = name##_hash(ix + 1, iy + 1);                                \
    return mixed(mixed(a, b, u), mixed(c, d, u), w);                                                   \
  }                                                                                                    \
  INLINE Dual name##_noise_dual(Dual x, Dual y) {                                               \
    float ix = floorf(x.v), iy = floorf(y.v);                                                          \
    x.v -= ix, y.v -= iy;                                                                              \
    Dual u = smooth_dual(x), w = smooth_dual(y);                                                       \
    float a = name##_hash(ix, iy), b = name##_hash(ix + 1, iy);                                        \
    float c = name##_hash(ix, iy + 1), d = name##_hash(ix + 1, iy + 1);                                \
    /* The corners are constants. */                                                                   \
    Dual low = {mixed(a, b, u.v), (b - a) * u.x, (b - a) * u.y};                                       \
    Dual high = {mixed(c, d, u.v), (d - c) * u.x, (d - c) * u.y};                                      \
    return plus(low, times((Dual){high.v - low.v, high.x - low.x, high.y - low.y}, w));                \
  }                                                                                                    \
  INLINE void name##_primal(const float uv[2], const float pc[4], float out[4]) {               \
    float x = uv[0] * pc[1] + pc[0], y = uv[1] * pc[1] + pc[0], sum = 0, amplitude = 0.5f;             \
    _Pragma("clang loop unroll(full)") for (int octave = 0; octave < 5; octave++) {                    \
      sum += amplitude * name##_noise(x, y);                                                           \
      float next = 1.6f * x - 1.2f * y;                                                                \
      y = 1.2f * x + 1.6f * y, x = next, amplitude *= 0.5f;                                            \
    }                                                                                                  \
    paint(sum * pc[2], pc[3], pc[3], pc[3], out);                                                      \
  }                                                                                                    \
  INLINE void name##_dual(                                                                      \
      const float uv[2], const float dx[2], const float dy[2], const float pc[4], float out[4]) {      \
    Dual x = {uv[0] * pc[1] + pc[0], dx[0] * pc[1], dy[0] * pc[1]};                                    \
    Dual y = {uv[1] * pc[1] + pc[0], dx[1] * pc[1], dy[1] * pc[1]}, sum = {0, 0, 0};                   \
    float amplitude = 0.5f;                                                                            \
    _Pragma("clang loop unroll(full)") for (int octave = 0; octave < 5; octave++) {                    \
      sum = plus(sum, scaled(name##_noise_dual(x, y), amplitude));                                     \
      Dual next = plus(scaled(x, 1.6f), scaled(y, -1.2f));                                             \
      y = plus(scaled(x, 1.2f), scaled(y, 1.6f)), x = next, amplitude *= 0.5f;                         \
    }                                                                                                  \
    paint_dual(scaled(sum, pc[2]), out);                                                               \
  }

NOISE(noise_sin)
NOISE(noise_int)

// --- Nested sines ---

// One argument's sine and cosine: what a C library has for both at once, no vectorized loop can call.
INLINE Dual sine(Dual a) {
  float slope = cosf(a.v);
  return (Dual){sinf(a.v), slope * a.x, slope * a.y};
}
INLINE Dual moved(Dual a, float s) { return (Dual){a.v + s, a.x, a.y}; }

INLINE void nested_sines_primal(const float uv[2], const float pc[4], float out[4]) {
  float x = uv[0] * pc[1] + pc[0], y = uv[1] * pc[1] + pc[0];
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++) {
    float next = x + sinf(y * 1.7f + 0.3f);
    y += sinf(x * 1.3f + 1.1f), x = next;
  }
  paint(sinf(x + sinf(y)) * pc[2], pc[3], pc[3], pc[3], out);
}
INLINE void nested_sines_dual(
    const float uv[2], const float dx[2], const float dy[2], const float pc[4], float out[4]) {
  Dual x = {uv[0] * pc[1] + pc[0], dx[0] * pc[1], dy[0] * pc[1]};
  Dual y = {uv[1] * pc[1] + pc[0], dx[1] * pc[1], dy[1] * pc[1]};
  _Pragma("clang loop unroll(full)") for (int i = 0; i < 8; i++) {
    Dual next = plus(x, sine(moved(scaled(y, 1.7f), 0.3f)));
    y = plus(y, sine(moved(scaled(x, 1.3f), 1.1f))), x = next;
  }
  paint_dual(scaled(sine(plus(x, sine(y))), pc[2]), out);
}

#define JOINED(a, b) a##b
#define NAMED(a, b) JOINED(a, b)
#define primal_by_hand NAMED(SHADER, _primal)
#define dual_by_hand NAMED(SHADER, _dual)
