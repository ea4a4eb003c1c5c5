// marble.frag written by hand in C, with its derivatives, twice: with dual numbers, and with a noise that hands back
// its gradient. Only what the bands' width depends on carries derivatives. Included with LANES 1 for scalars or 8 for
// Clang's vectors, NAMED to tell its names apart, and UNROLLED a pragma before the loop over the octaves, or nothing.
#include <stdint.h>

#if LANES == 1
#define TO_INTEGER(x) ((Integer)(x))
#define TO_NUMBER(x) ((Number)(x))
#define VECTOR
#else
#define TO_INTEGER(x) __builtin_convertvector(x, Integer)
#define TO_NUMBER(x) __builtin_convertvector(x, Number)
#define VECTOR __attribute__((vector_size(4 * LANES), aligned(4)))
#endif
#define Number NAMED(Number)
#define Bits NAMED(Bits)
#define Integer NAMED(Integer)

typedef float Number VECTOR;
typedef uint32_t Bits VECTOR;
typedef int32_t Integer VECTOR;
typedef struct { Number value, x, y; } NAMED(Noise);

static inline Number NAMED(hash)(Integer x, Integer y) {
  Bits a = (Bits)x * 1664525u + 1013904223u;
  Bits b = (Bits)y * 22695477u + 1u;
  Bits h = a ^ (b + (a << 6) + (a >> 2));
  h ^= h >> 16;
  h *= 0x7feb352du;
  h ^= h >> 15;
  h *= 0x846ca68bu;
  h ^= h >> 16;
  // 24 bits: as signed integers they convert in one instruction.
  return TO_NUMBER((Integer)(h >> 8)) * (1.0f / 16777216.0f);
}

static inline NAMED(Noise) NAMED(noise)(Number x, Number y) {
  Number ix = __builtin_elementwise_floor(x), iy = __builtin_elementwise_floor(y);
  Number fx = x - ix, fy = y - iy;
  Number ux = fx * fx * (3.0f - 2.0f * fx), uy = fy * fy * (3.0f - 2.0f * fy);
  Number dux = 6.0f * fx * (1.0f - fx), duy = 6.0f * fy * (1.0f - fy);
  Integer jx = TO_INTEGER(ix), jy = TO_INTEGER(iy);
  Number a = NAMED(hash)(jx, jy), b = NAMED(hash)(jx + 1, jy);
  Number c = NAMED(hash)(jx, jy + 1), d = NAMED(hash)(jx + 1, jy + 1);
  Number ba = b - a, ca = c - a, k = a - b - c + d;
  NAMED(Noise) result = {a + ba * ux + ca * uy + k * ux * uy, dux * (ba + k * uy), duy * (ca + k * ux)};
  return result;
}

// The colour from the noise and its changes.
static inline __attribute__((always_inline)) void NAMED(paint)(
    Number v, Number vx, Number vy, const Number normal[3], const marble_Marble *marble, Number color[4]) {
  v *= marble->bands;
  Number width = __builtin_elementwise_abs(vx * marble->bands) + __builtin_elementwise_abs(vy * marble->bands);
  Number distance = __builtin_elementwise_abs(v - __builtin_elementwise_floor(v) - 0.5f);
  Number t = (distance - (0.25f - width)) / (2.0f * width);
  t = __builtin_elementwise_min(__builtin_elementwise_max(t, (Number){0} + 0.0f), (Number){0} + 1.0f);
  Number share = t * t * (3.0f - 2.0f * t);
  Number length = __builtin_elementwise_sqrt(normal[0] * normal[0] + normal[1] * normal[1] + normal[2] * normal[2]);
  Number lambert =
      (normal[0] * marble->toLamp[0] + normal[1] * marble->toLamp[1] + normal[2] * marble->toLamp[2]) / length;
  lambert = 0.2f + 0.8f * __builtin_elementwise_max(lambert, (Number){0} + 0.0f);
  for (int i = 0; i < 3; i++) {
    color[i] = (marble->dark[i] + (marble->light[i] - marble->dark[i]) * share) * lambert;
  }
  color[3] = (Number){0} + 1.0f;
}

static inline __attribute__((always_inline)) void NAMED(shade)(
    const Number uv[2], const Number uv_dx[2], const Number uv_dy[2], const Number normal[3],
    const marble_Marble *marble, Number color[4]) {
  Number p[2] = {uv[0] * marble->scale, uv[1] * marble->scale};
  Number px[2] = {uv_dx[0] * marble->scale, uv_dx[1] * marble->scale};
  Number py[2] = {uv_dy[0] * marble->scale, uv_dy[1] * marble->scale};
  Number v = {0}, vx = {0}, vy = {0};
  float amplitude = 0.5f;
UNROLLED
  for (int octave = 0; octave < 5; octave++) {
    NAMED(Noise) n = NAMED(noise)(p[0], p[1]);
    v += amplitude * n.value;
    vx += amplitude * (n.x * px[0] + n.y * px[1]);
    vy += amplitude * (n.x * py[0] + n.y * py[1]);
    Number q[2] = {1.6f * p[0] - 1.2f * p[1], 1.2f * p[0] + 1.6f * p[1]};
    Number qx[2] = {1.6f * px[0] - 1.2f * px[1], 1.2f * px[0] + 1.6f * px[1]};
    Number qy[2] = {1.6f * py[0] - 1.2f * py[1], 1.2f * py[0] + 1.6f * py[1]};
    p[0] = q[0], p[1] = q[1], px[0] = qx[0], px[1] = qx[1], py[0] = qy[0], py[1] = qy[1];
    amplitude *= 0.5f;
  }
  NAMED(paint)(v, vx, vy, normal, marble, color);
}

// The same with dual numbers: each number that the bands' width depends on carries its changes.
typedef struct { Number v, x, y; } NAMED(Dual);

static inline NAMED(Dual) NAMED(plus)(NAMED(Dual) a, NAMED(Dual) b) {
  return (NAMED(Dual)){a.v + b.v, a.x + b.x, a.y + b.y};
}
static inline NAMED(Dual) NAMED(times)(NAMED(Dual) a, NAMED(Dual) b) {
  return (NAMED(Dual)){a.v * b.v, a.x * b.v + a.v * b.x, a.y * b.v + a.v * b.y};
}
static inline NAMED(Dual) NAMED(scaled)(NAMED(Dual) a, Number s) { return (NAMED(Dual)){a.v * s, a.x * s, a.y * s}; }

// t * t * (3 - 2 t).
static inline NAMED(Dual) NAMED(smooth)(NAMED(Dual) t) {
  Number slope = 6.0f * t.v * (1.0f - t.v);
  return (NAMED(Dual)){t.v * t.v * (3.0f - 2.0f * t.v), slope * t.x, slope * t.y};
}

static inline NAMED(Dual) NAMED(dual_noise)(NAMED(Dual) x, NAMED(Dual) y) {
  Number ix = __builtin_elementwise_floor(x.v), iy = __builtin_elementwise_floor(y.v);
  x.v -= ix, y.v -= iy;
  NAMED(Dual) u = NAMED(smooth)(x), w = NAMED(smooth)(y);
  Integer jx = TO_INTEGER(ix), jy = TO_INTEGER(iy);
  Number a = NAMED(hash)(jx, jy), b = NAMED(hash)(jx + 1, jy);
  Number c = NAMED(hash)(jx, jy + 1), d = NAMED(hash)(jx + 1, jy + 1);
  // mix(mix(a, b, u), mix(c, d, u), w), the corners being constants.
  NAMED(Dual) low = {a + (b - a) * u.v, (b - a) * u.x, (b - a) * u.y};
  NAMED(Dual) high = {c + (d - c) * u.v, (d - c) * u.x, (d - c) * u.y};
  NAMED(Dual) change = {high.v - low.v, high.x - low.x, high.y - low.y};
  return NAMED(plus)(low, NAMED(times)(change, w));
}
static inline __attribute__((always_inline)) void NAMED(dual_shade)(
    const Number uv[2], const Number uv_dx[2], const Number uv_dy[2], const Number normal[3],
    const marble_Marble *marble, Number color[4]) {
  NAMED(Dual) x = NAMED(scaled)((NAMED(Dual)){uv[0], uv_dx[0], uv_dy[0]}, (Number){0} + marble->scale);
  NAMED(Dual) y = NAMED(scaled)((NAMED(Dual)){uv[1], uv_dx[1], uv_dy[1]}, (Number){0} + marble->scale);
  Number zero = {0};
  NAMED(Dual) sum = {zero, zero, zero};
  float amplitude = 0.5f;
UNROLLED
  for (int octave = 0; octave < 5; octave++) {
    sum = NAMED(plus)(sum, NAMED(scaled)(NAMED(dual_noise)(x, y), (Number){0} + amplitude));
    NAMED(Dual) next = {1.6f * x.v - 1.2f * y.v, 1.6f * x.x - 1.2f * y.x, 1.6f * x.y - 1.2f * y.y};
    y = (NAMED(Dual)){1.2f * x.v + 1.6f * y.v, 1.2f * x.x + 1.6f * y.x, 1.2f * x.y + 1.6f * y.y};
    x = next;
    amplitude *= 0.5f;
  }
  NAMED(paint)(sum.v, sum.x, sum.y, normal, marble, color);
}

#undef Number
#undef Bits
#undef Integer
#undef VECTOR
#undef TO_INTEGER
#undef TO_NUMBER
#undef NAMED
#undef LANES
#undef UNROLLED
