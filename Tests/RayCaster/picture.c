// Shades a ray cast picture with native code of Quadless and writes it: for each pixel of a square picture red, green,
// blue, alpha and the object that was hit, as floats. Built with LANES 1 or 8:
//   picture SHADER SIZE FILE      SHADER: marble or textured
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "marble.h"
#include "ray_caster.h"
#include "textured.h"

#if LANES == 1
#define PUT(field, lane, value) ((field) = (float)(value))
#define GET(field, lane) (field)
#define EXECUTING(lanes)
#else
#define PUT(field, lane, value) ((field)[lane] = (float)(value))
#define GET(field, lane) ((field)[lane])
#define EXECUTING(lanes) , (1u << (lanes)) - 1
#endif

// A texture without texels: waves that fade as a pixel comes to hold more of them. Of floats, one at a time.
static float waves(float u, float v, const float dx[2], const float dy[2], int channel) {
  float size = dx[0] * dx[0] + dx[1] * dx[1] + dy[0] * dy[0] + dy[1] * dy[1];
  float wave = sinf(6.2831853f * u) * cosf(6.2831853f * (float)(channel + 1) * v);
  return 0.5f + 0.4f * wave * expf(-10 * size);
}

static void answer(void *context, const QuadlessTexelRequest *request) {
  int *calls = context;
  *calls += 1;
  unsigned lanes = request->lanes;
  if (request->operation != QuadlessTexelSample || request->levelOfDetail != QuadlessLodGradients) abort();
  const float *place = request->coordinate, *x = request->gradientX, *y = request->gradientY;
  float *result = request->result;
  for (unsigned lane = 0; lane < lanes; lane++) {
    if (!(request->mask >> lane & 1)) continue;
    float dx[2] = {x[lane], x[lanes + lane]}, dy[2] = {y[lane], y[lanes + lane]};
    for (unsigned channel = 0; channel < 4; channel++) {
      result[channel * lanes + lane] = waves(place[lane], place[lanes + lane], dx, dy, (int)channel);
    }
  }
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  int is_marble = strcmp(arguments[1], "marble") == 0;
  int size = atoi(arguments[2]);
  FILE *file = fopen(arguments[3], "wb");
  if (size < 1 || !file) return 2;
  static const marble_Marble marble_block = {
      {0.9f, 0.85f, 0.8f, 1}, {0.2f, 0.1f, 0.15f, 1}, {0.3f, 0.9f, 0.3f}, 2, 3};
  marble_uniforms uniforms = {&marble_block};
  int calls = 0;
  textured_textures textures = {{answer, &calls}};
  // The lanes need not be neighbours: here they are pixels of a row that are far from each other.
  int step = (size + LANES - 1) / LANES;
  float *row = calloc((size_t)size, 5 * sizeof(float));
  for (int y = 0; y < size; y++) {
    for (int x = 0; x < step; x++) {
      marble_varyings marble_in;
      marble_seeds marble_change;
      textured_varyings textured_in;
      textured_seeds textured_change;
      Hit hits[LANES];
      int lanes = 0;
      memset(&marble_in, 0, sizeof marble_in), memset(&textured_in, 0, sizeof textured_in);
      memset(&marble_change, 0, sizeof marble_change), memset(&textured_change, 0, sizeof textured_change);
      for (int lane = 0; lane < LANES && x + lane * step < size; lane++, lanes++) {
        Hit hit = hits[lane] = cast(x + lane * step + 0.5, y + 0.5, size);
        for (int c = 0; c < 2; c++) {
          PUT(marble_in.uv[c], lane, hit.uv[c]), PUT(textured_in.uv[c], lane, hit.uv[c]);
          PUT(marble_change.uv_dx[c], lane, hit.uv_dx[c]), PUT(textured_change.uv_dx[c], lane, hit.uv_dx[c]);
          PUT(marble_change.uv_dy[c], lane, hit.uv_dy[c]), PUT(textured_change.uv_dy[c], lane, hit.uv_dy[c]);
        }
        for (int c = 0; c < 3; c++) {
          PUT(marble_in.normal[c], lane, hit.normal[c]), PUT(textured_in.normal[c], lane, hit.normal[c]);
        }
      }
      marble_outputs marble_out;
      textured_outputs textured_out;
      unsigned stored =
          is_marble ? marble(&marble_in, &marble_change, &uniforms, &marble_out EXECUTING(lanes))
                    : textured(&textured_in, &textured_change, &textures, &textured_out EXECUTING(lanes));
      if (stored != (1u << lanes) - 1) return 3;
      for (int lane = 0; lane < lanes; lane++) {
        float *pixel = row + 5 * (x + lane * step);
        for (int c = 0; c < 4; c++) {
          pixel[c] = is_marble ? GET(marble_out.color[c], lane) : GET(textured_out.color[c], lane);
        }
        pixel[4] = (float)hits[lane].object;
      }
    }
    fwrite(row, 5 * sizeof(float), (size_t)size, file);
  }
  free(row);
  // One request a call, for all lanes at once.
  if (!is_marble && calls != size * step) return 4;
  return fclose(file) == 0 ? 0 : 2;
}
