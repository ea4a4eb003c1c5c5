/* Converts shaders over and over on several threads and watches the memory that stays resident.
 *
 *   memory CONVERSIONS THREADS SHADER...
 *
 * Prints a line for each tenth of the conversions. Exit status 1 where a conversion fails, or where more than 5 % is
 * resident at any of them than the most that was after the first hundredth.
 */
#include <quadless.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct text {
  const char *name;
  char *bytes;
  size_t size;
};

static struct text *shaders;
static size_t shader_count;
static long conversions;
static atomic_long next, done, failures;

/* Bytes resident in memory. */
static long resident(void) {
  long pages = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  if (!file || fscanf(file, "%*s %ld", &pages) != 1) exit(2);
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

static void *work(void *unused) {
  (void)unused;
  for (;;) {
    const long number = atomic_fetch_add(&next, 1);
    if (number >= conversions) return NULL;
    /* Each shader as SPIR-V and as GLSL, and the text cut short, which is an error. */
    const struct text *shader = &shaders[(size_t)(number / 3) % shader_count];
    const int broken = number % 3 == 2;
    quadless_options options;
    quadless_options_init(&options, sizeof options);
    options.output = number % 3 ? QUADLESS_OUTPUT_GLSL : QUADLESS_OUTPUT_SPIRV;
    quadless_result *result = NULL;
    const quadless_status status =
        quadless_convert(shader->name, shader->bytes, broken ? shader->size / 2 : shader->size, &options, &result);
    if ((status == QUADLESS_SUCCESS) == broken) {
      atomic_fetch_add(&failures, 1);
      fprintf(stderr, "memory: %s: %s\n", shader->name, broken ? "half of it converts" : "it does not convert");
    }
    quadless_result_free(result);
    atomic_fetch_add(&done, 1);
  }
}

static struct text read_text(const char *path) {
  struct text text = {path, NULL, 0};
  FILE *file = fopen(path, "r");
  if (!file || fseek(file, 0, SEEK_END) != 0) exit(2);
  text.size = (size_t)ftell(file);
  rewind(file);
  text.bytes = malloc(text.size + 1);
  if (!text.bytes || fread(text.bytes, 1, text.size, file) != text.size) exit(2);
  text.bytes[text.size] = 0;
  fclose(file);
  return text;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  conversions = atol(argv[1]);
  const int thread_count = atoi(argv[2]);
  shader_count = (size_t)argc - 3;
  shaders = calloc(shader_count, sizeof *shaders);
  pthread_t *threads = calloc((size_t)thread_count, sizeof *threads);
  if (!shaders || !threads) return 2;
  for (size_t i = 0; i < shader_count; i++) shaders[i] = read_text(argv[i + 3]);
  for (int i = 0; i < thread_count; i++) pthread_create(&threads[i], NULL, work, NULL);

  long first = 0, most = 0, tenth = 1;
  while (atomic_load(&done) < conversions) {
    usleep(20000);
    const long count = atomic_load(&done), size = resident();
    if (count < conversions / 100) {
      if (size > first) first = size;
    } else if (size > most) {
      most = size;
    }
    if (count >= tenth * (conversions / 10)) {
      printf("memory: %ld of %ld: %.1f MB resident\n", count, conversions, (double)size / 1e6);
      fflush(stdout);
      tenth = count / (conversions / 10) + 1;
    }
  }
  for (int i = 0; i < thread_count; i++) pthread_join(threads[i], NULL);
  printf("memory: %ld conversions on %d threads: at most %.1f MB in the first hundredth, %.1f MB after (%.3f)\n",
         conversions, thread_count, (double)first / 1e6, (double)most / 1e6, (double)most / (double)first);
  return atomic_load(&failures) != 0 || (double)most > 1.05 * (double)first;
}
