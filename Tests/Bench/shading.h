// The pixels that the benchmark of shading goes over, component by component.
enum { SIZE = 256, PIXELS = SIZE * SIZE };

// Where the pixels' coordinates, their changes to the next pixel in x and in y, and the outputs are.
typedef struct {
  const float *uv[2], *dx[2], *dy[2];
  float *out[4];
} Pixels;

// Goes over all pixels; the constants are the shader's push constants.
typedef void (*Shading)(const Pixels *pixels, const float *constants);
