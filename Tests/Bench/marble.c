// Times the shading of a ray cast picture: native code of Quadless beside the same written by hand in C. The points of a
// plane and a sphere are found before, with the differentials of their rays; what is timed is shading alone. Prints a
// line for each way to shade, its name and the least time in nanoseconds a point.
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "marble_1.h"
#include "marble_8.h"
#include "ray_caster.h"

typedef marble_1_Marble marble_Marble;

#define LANES 1
#define NAMED(name) name##_1
#define UNROLLED
#include "marble_by_hand.h"
#define LANES 1
#define NAMED(name) name##_unrolled
#define UNROLLED _Pragma("clang loop unroll(full)")
#include "marble_by_hand.h"
#define LANES 8
#define NAMED(name) name##_8
#define UNROLLED _Pragma("clang loop unroll(full)")
#include "marble_by_hand.h"

enum { SIZE = 512, POINTS = SIZE * SIZE, GROUPS = POINTS / 8, RUNS = 15 };

static marble_1_varyings varyings[POINTS];
static marble_1_seeds seeds[POINTS];
static marble_1_outputs outputs[POINTS];
static marble_8_varyings group_varyings[GROUPS];
static marble_8_seeds group_seeds[GROUPS];
static marble_8_outputs group_outputs[GROUPS];

static const marble_1_Marble marble = {
    {0.9f, 0.85f, 0.8f, 1}, {0.2f, 0.1f, 0.15f, 1}, {0.3f, 0.9f, 0.3f}, 6, 5};
static marble_1_uniforms uniforms;
static marble_8_uniforms group_uniforms;

static void native_scalar(void) {
  for (int i = 0; i < POINTS; i++) marble_1(&varyings[i], &seeds[i], &uniforms, &outputs[i]);
}

// Functions of one point, as the native code is: inlined they would be vectorized over the points.
#define BY_HAND(name, shading)                                                                            \
  static __attribute__((noinline)) void name##_point(                                                     \
      const marble_1_varyings *restrict in, const marble_1_seeds *restrict change,                        \
      const marble_Marble *restrict block, marble_1_outputs *restrict out) {                              \
    shading(in->uv, change->uv_dx, change->uv_dy, in->normal, block, out->color);                         \
  }                                                                                                       \
  static void name(void) {                                                                                \
    for (int i = 0; i < POINTS; i++) name##_point(&varyings[i], &seeds[i], &marble, &outputs[i]);         \
  }

BY_HAND(duals, dual_shade_1)
BY_HAND(duals_unrolled, dual_shade_unrolled)
BY_HAND(gradient, shade_1)
BY_HAND(gradient_unrolled, shade_unrolled)

static void native_lanes(void) {
  for (int i = 0; i < GROUPS; i++) {
    marble_8(&group_varyings[i], &group_seeds[i], &group_uniforms, &group_outputs[i], 0xff);
  }
}

static void hand_vectors(void) {
  for (int i = 0; i < GROUPS; i++) {
    shade_8(
        (const Number_8 *)group_varyings[i].uv, (const Number_8 *)group_seeds[i].uv_dx,
        (const Number_8 *)group_seeds[i].uv_dy, (const Number_8 *)group_varyings[i].normal, &marble,
        (Number_8 *)group_outputs[i].color);
  }
}

// The scalar code in a loop over the lanes, for Clang to vectorize.
static void hand_loop(void) {
  for (int i = 0; i < GROUPS; i++) {
    const marble_8_varyings *v = &group_varyings[i];
    const marble_8_seeds *s = &group_seeds[i];
    float(*out)[8] = group_outputs[i].color;
#pragma clang loop vectorize(enable) vectorize_width(8) interleave_count(1)
    for (int lane = 0; lane < 8; lane++) {
      float uv[2] = {v->uv[0][lane], v->uv[1][lane]};
      float uv_dx[2] = {s->uv_dx[0][lane], s->uv_dx[1][lane]};
      float uv_dy[2] = {s->uv_dy[0][lane], s->uv_dy[1][lane]};
      float normal[3] = {v->normal[0][lane], v->normal[1][lane], v->normal[2][lane]};
      float color[4];
      shade_unrolled(uv, uv_dx, uv_dy, normal, &marble, color);
      for (int component = 0; component < 4; component++) out[component][lane] = color[component];
    }
  }
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

typedef void (*Shading)(void);

// The least times of runs that take turns, in nanoseconds a point: what else the machine does only adds to them.
static void measure(const Shading *shadings, double *least, int count) {
  for (int i = 0; i < count; i++) least[i] = INFINITY;
  for (int run = 0; run < RUNS; run++) {
    for (int i = 0; i < count; i++) {
      double start = now();
      shadings[i]();
      double time = (now() - start) / POINTS * 1e9;
      if (time < least[i]) least[i] = time;
    }
  }
}

// The greatest difference of two pictures: what is compared must be the same.
static double difference(const float *a, const float *b, int count) {
  double greatest = 0;
  for (int i = 0; i < count; i++) greatest = fmax(greatest, fabs(a[i] - b[i]));
  return greatest;
}

int main(void) {
  uniforms.marble = &marble;
  group_uniforms.marble = (const marble_8_Marble *)&marble;
  for (int i = 0; i < POINTS; i++) {
    Hit hit = cast(i % SIZE + 0.5, i / SIZE + 0.5, SIZE);
    for (int c = 0; c < 2; c++) {
      group_varyings[i / 8].uv[c][i % 8] = varyings[i].uv[c] = (float)hit.uv[c];
      group_seeds[i / 8].uv_dx[c][i % 8] = seeds[i].uv_dx[c] = (float)hit.uv_dx[c];
      group_seeds[i / 8].uv_dy[c][i % 8] = seeds[i].uv_dy[c] = (float)hit.uv_dy[c];
    }
    for (int c = 0; c < 3; c++) {
      group_varyings[i / 8].normal[c][i % 8] = varyings[i].normal[c] = (float)hit.normal[c];
    }
  }
  static marble_1_outputs expected[POINTS];
  static marble_8_outputs group_expected[GROUPS];
  duals();
  memcpy(expected, outputs, sizeof outputs);
  native_scalar();
  double scalar_error = difference(&outputs[0].color[0], &expected[0].color[0], 4 * POINTS);
  hand_vectors();
  memcpy(group_expected, group_outputs, sizeof group_outputs);
  native_lanes();
  double lanes_error = difference(&group_outputs[0].color[0][0], &group_expected[0].color[0][0], 4 * POINTS);
  double least[8];
  const Shading shadings[8] = {native_scalar, duals, gradient, duals_unrolled, gradient_unrolled,
                               native_lanes, hand_vectors, hand_loop};
  measure(shadings, least, 8);
  static const char *names[8] = {"transformed", "duals", "gradient", "duals, unrolled", "gradient, unrolled",
                                 "transformed, 8 lanes", "vectors by hand", "loop"};
  for (int i = 0; i < 8; i++) printf("%s\t%.3f\n", names[i], least[i]);
  printf("difference\t%.1e\ndifference, 8 lanes\t%.1e\n", scalar_error, lanes_error);
  return 0;
}
