// What Clang makes of the shader by hand, with this file's flags: a pixel after the other, and a loop over pixels to be
// vectorized. Compiled once for each set of flags, VARIANT their name.
#include "by_hand.h"
#include "shading.h"

// Functions of one pixel, as the native code is: inlined they would be vectorized over the pixels.
static __attribute__((noinline)) void primal_of_one(const Pixels *p, int i, const float *constants) {
  float uv[2] = {p->uv[0][i], p->uv[1][i]}, out[4];
  primal_by_hand(uv, constants, out);
  for (int c = 0; c < 4; c++) p->out[c][i] = out[c];
}

static inline __attribute__((always_inline)) void dual(const Pixels *p, int i, const float *constants) {
  float uv[2] = {p->uv[0][i], p->uv[1][i]}, out[4];
  float dx[2] = {p->dx[0][i], p->dx[1][i]}, dy[2] = {p->dy[0][i], p->dy[1][i]};
  dual_by_hand(uv, dx, dy, constants, out);
  for (int c = 0; c < 4; c++) p->out[c][i] = out[c];
}

static __attribute__((noinline)) void dual_of_one(const Pixels *p, int i, const float *constants) {
  dual(p, i, constants);
}

void NAMED(primals_, VARIANT)(const Pixels *p, const float *constants) {
  for (int i = 0; i < PIXELS; i++) primal_of_one(p, i, constants);
}

void NAMED(duals_, VARIANT)(const Pixels *p, const float *constants) {
  for (int i = 0; i < PIXELS; i++) dual_of_one(p, i, constants);
}

void NAMED(duals_in_lanes_, VARIANT)(const Pixels *restrict pixels, const float *constants) {
  const Pixels p = *pixels;
#pragma clang loop vectorize(assume_safety) interleave(disable)
  for (int i = 0; i < PIXELS; i++) dual(&p, i, constants);
}
