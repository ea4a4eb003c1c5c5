// Times the shading of one shader, all in turns: native code of Quadless with derivatives and without, for one lane and for
// several, beside the same by hand in C. Prints a line for each, its name and the least time in nanoseconds a pixel.
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "primal_1.h"
#include "shading.h"
#include "transformed_1.h"
#include "transformed_16.h"
#include "transformed_8.h"

enum { RUNS = 25 };

static const float constants[4] = {0.3f, 8, 6, 1.0f / SIZE};
static float inputs[6][PIXELS], plain_outputs[4][PIXELS];
static transformed_1_varyings varyings[PIXELS];
static transformed_1_seeds seeds[PIXELS];
static transformed_1_outputs outputs[PIXELS];
static transformed_8_varyings varyings_8[PIXELS / 8];
static transformed_8_seeds seeds_8[PIXELS / 8];
static transformed_8_outputs outputs_8[PIXELS / 8];
static transformed_16_varyings varyings_16[PIXELS / 16];
static transformed_16_seeds seeds_16[PIXELS / 16];
static transformed_16_outputs outputs_16[PIXELS / 16];

static void transformed(const Pixels *pixels, const float *block) {
  (void)pixels;
  const transformed_1_uniforms uniforms = {(const void *)block};
  for (int i = 0; i < PIXELS; i++) transformed_1(&varyings[i], &seeds[i], &uniforms, &outputs[i]);
}

static void primal(const Pixels *pixels, const float *block) {
  (void)pixels;
  const primal_1_uniforms uniforms = {(const void *)block};
  for (int i = 0; i < PIXELS; i++) {
    primal_1((const primal_1_varyings *)&varyings[i], &uniforms, (primal_1_outputs *)&outputs[i]);
  }
}

// The derivatives as differences of the primal at the pixel and its two neighbours, and what the width decides done with them:
// the primal's own ending, its cost left out, would only make this faster by the few operations of one smoothstep.
static void three_evaluations(const Pixels *pixels, const float *block) {
  (void)pixels;
  const primal_1_uniforms uniforms = {(const void *)block};
  for (int i = 0; i < PIXELS; i++) {
    primal_1_varyings at[3];
    primal_1_outputs out[3];
    for (int c = 0; c < 2; c++) {
      at[0].uv[c] = varyings[i].uv[c];
      at[1].uv[c] = varyings[i].uv[c] + seeds[i].uv_dx[c];
      at[2].uv[c] = varyings[i].uv[c] + seeds[i].uv_dy[c];
    }
    for (int k = 0; k < 3; k++) primal_1(&at[k], &uniforms, &out[k]);
    outputs[i].o[0] = out[0].o[0];
    outputs[i].o[1] = out[0].o[1];
    outputs[i].o[2] = out[1].o[1] - out[0].o[1];
    outputs[i].o[3] = out[2].o[1] - out[0].o[1];
  }
}

static void lanes_8(const Pixels *pixels, const float *block) {
  (void)pixels;
  const transformed_8_uniforms uniforms = {(const void *)block};
  for (int i = 0; i < PIXELS / 8; i++) transformed_8(&varyings_8[i], &seeds_8[i], &uniforms, &outputs_8[i], 0xff);
}

static void lanes_16(const Pixels *pixels, const float *block) {
  (void)pixels;
  const transformed_16_uniforms uniforms = {(const void *)block};
  for (int i = 0; i < PIXELS / 16; i++) {
    transformed_16(&varyings_16[i], &seeds_16[i], &uniforms, &outputs_16[i], 0xffff);
  }
}

#define VARIANT(name)                                                                                      \
  void primals_##name(const Pixels *, const float *), duals_##name(const Pixels *, const float *),         \
      duals_in_lanes_##name(const Pixels *, const float *);
#include "variants.inc"
#undef VARIANT

static const struct {
  const char *name;
  Shading shading;
} shadings[] = {
    {"transformed", transformed},     {"primal", primal},    {"three evaluations", three_evaluations},
    {"transformed, 8 lanes", lanes_8}, {"transformed, 16 lanes", lanes_16},
#define VARIANT(name)                                                                                      \
  {"primal by hand, " #name, primals_##name}, {"duals by hand, " #name, duals_##name},                     \
      {"duals by hand in a loop, " #name, duals_in_lanes_##name},
#include "variants.inc"
};

enum { COUNT = sizeof shadings / sizeof *shadings };

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec * 1e-9;
}

static void fill(void) {
  for (int i = 0; i < PIXELS; i++) {
    const float values[6] = {(i % SIZE + 0.5f) / SIZE, (i / SIZE + 0.5f) / SIZE, 1.0f / SIZE, 0, 0, 1.0f / SIZE};
    for (int k = 0; k < 6; k++) inputs[k][i] = values[k];
    for (int c = 0; c < 2; c++) {
      varyings_16[i / 16].uv[c][i % 16] = varyings_8[i / 8].uv[c][i % 8] = varyings[i].uv[c] = values[c];
      seeds_16[i / 16].uv_dx[c][i % 16] = seeds_8[i / 8].uv_dx[c][i % 8] = seeds[i].uv_dx[c] = values[2 + c];
      seeds_16[i / 16].uv_dy[c][i % 16] = seeds_8[i / 8].uv_dy[c][i % 8] = seeds[i].uv_dy[c] = values[4 + c];
    }
  }
}

// The share of the pixels at which the derivative in x is as by hand, within a hundredth of the picture's greatest: what is
// compared must be the same. A hash of sines differs between implementations wherever a cell's corner does.
static double agreement(const float *(*component)(int pixel)) {
  double greatest = 0;
  int agreeing = 0;
  for (int i = 0; i < PIXELS; i++) greatest = fmax(greatest, fabsf(plain_outputs[2][i]));
  for (int i = 0; i < PIXELS; i++) agreeing += fabs(*component(i) - plain_outputs[2][i]) <= greatest / 100;
  return (double)agreeing / PIXELS;
}
static const float *of_1(int i) { return &outputs[i].o[2]; }
static const float *of_8(int i) { return &outputs_8[i / 8].o[2][i % 8]; }
static const float *of_16(int i) { return &outputs_16[i / 16].o[2][i % 16]; }

int main(void) {
  fill();
  const Pixels pixels = {{inputs[0], inputs[1]},
                         {inputs[2], inputs[3]},
                         {inputs[4], inputs[5]},
                         {plain_outputs[0], plain_outputs[1], plain_outputs[2], plain_outputs[3]}};
  double least[COUNT];
  for (int k = 0; k < COUNT; k++) least[k] = INFINITY;
  for (int run = 0; run < RUNS; run++) {
    for (int k = 0; k < COUNT; k++) {
      double start = now();
      shadings[k].shading(&pixels, constants);
      double time = (now() - start) / PIXELS * 1e9;
      if (time < least[k]) least[k] = time;
    }
  }
  for (int k = 0; k < COUNT; k++) printf("%s\t%.3f\n", shadings[k].name, least[k]);
  transformed(&pixels, constants);
  printf("agreement\t%.4f\nagreement, 8 lanes\t%.4f\nagreement, 16 lanes\t%.4f\n", agreement(of_1), agreement(of_8),
         agreement(of_16));
  return 0;
}
