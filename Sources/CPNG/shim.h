#ifndef QUADLESS_CPNG_SHIM_H
#define QUADLESS_CPNG_SHIM_H

#include <png.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

// libpng reports errors by longjmp, which must not cross Swift frames, so that reading is done here. (Its simplified
// interface has no longjmp, but changes the values that it reads, by gamma and by alpha.)

/// An image read from a PNG, or why there is none.
typedef struct {
  uint32_t width;
  uint32_t height;
  /// 1 to 4: grey, grey and alpha, red green blue, red green blue and alpha.
  uint32_t channels;
  /// 1 or 2; of 2 the first byte is the low one.
  uint32_t bytesPerSample;
  /// Rows from the top, without padding; to be freed with `free`. Null where reading failed.
  uint8_t *samples;
  /// Empty where reading succeeded.
  char message[160];
} QuadlessPNG;

typedef struct {
  const uint8_t *bytes;
  size_t count;
  size_t place;
  QuadlessPNG *image;
} QuadlessPNGSource;

static inline void quadless_png_error(png_structp png, png_const_charp message) {
  QuadlessPNGSource *source = (QuadlessPNGSource *)png_get_error_ptr(png);
  strncpy(source->image->message, message, sizeof source->image->message - 1);
  png_longjmp(png, 1);
}

static inline void quadless_png_warning(png_structp png, png_const_charp message) {
  (void)png;
  (void)message;
}

static inline void quadless_png_bytes(png_structp png, png_bytep target, size_t count) {
  QuadlessPNGSource *source = (QuadlessPNGSource *)png_get_io_ptr(png);
  if (source->count - source->place < count) png_error(png, "the file ends too early");
  memcpy(target, source->bytes + source->place, count);
  source->place += count;
}

/// Reads all of an image: palettes as red, green and blue, fewer than 8 bits as 8, transparent colours as alpha;
/// values are as in the file, whatever its gamma.
static inline __attribute__((noinline)) void quadless_png_read(
    const uint8_t *bytes, size_t count, uint32_t side_limit, size_t byte_limit, QuadlessPNG *image) {
  memset(image, 0, sizeof *image);
  QuadlessPNGSource source = {bytes, count, 0, image};
  png_bytep *volatile rows = NULL;
  png_infop volatile info = NULL;
  png_structp png =
      png_create_read_struct(PNG_LIBPNG_VER_STRING, &source, quadless_png_error, quadless_png_warning);
  if (png == NULL) {
    strcpy(image->message, "no memory");
    return;
  }
  if (setjmp(png_jmpbuf(png)) == 0) {
    info = png_create_info_struct(png);
    if (info == NULL) png_error(png, "no memory");
    png_set_read_fn(png, &source, quadless_png_bytes);
    png_set_user_limits(png, side_limit, side_limit);
    png_set_chunk_malloc_max(png, 1 << 24);
    // Of chunks that no pixel depends on libpng allocates as much as they say they hold.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(png, info);
    png_set_expand(png);
    if (png_get_bit_depth(png, info) == 16) png_set_swap(png);
    int passes = png_set_interlace_handling(png);
    (void)passes;
    png_read_update_info(png, info);
    image->width = png_get_image_width(png, info);
    image->height = png_get_image_height(png, info);
    image->channels = png_get_channels(png, info);
    image->bytesPerSample = png_get_bit_depth(png, info) == 16 ? 2 : 1;
    size_t row = png_get_rowbytes(png, info);
    if (row != (size_t)image->width * image->channels * image->bytesPerSample) png_error(png, "unusual rows");
    if (row > byte_limit / image->height) png_error(png, "the image is larger than the limit");
    image->samples = (uint8_t *)malloc(row * image->height);
    rows = (png_bytep *)malloc(image->height * sizeof(png_bytep));
    if (image->samples == NULL || rows == NULL) png_error(png, "no memory");
    for (uint32_t y = 0; y < image->height; y++) rows[y] = image->samples + y * row;
    png_read_image(png, rows);
    png_read_end(png, NULL);
  } else {
    free(image->samples);
    image->samples = NULL;
    if (image->message[0] == 0) strcpy(image->message, "the file is damaged");
  }
  free(rows);
  png_infop gone = info;
  png_destroy_read_struct(&png, &gone, NULL);
}

#endif
