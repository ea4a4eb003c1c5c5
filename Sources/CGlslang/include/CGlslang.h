// A thin C face of glslang's C++ interface: compile one fragment shader, with includes and the facts
// that SPIR-V does not keep. glslang 12's own C interface has neither.
#ifndef QUADLESS_CGLSLANG_H
#define QUADLESS_CGLSLANG_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What an #include resolves to; the text stays the callee's and lives until the compilation ends.
typedef struct {
  const char *path;  // as diagnostics name it
  const char *text;  // the file's text or, on failure, what went wrong
  size_t length;
} quadless_include;

// Resolves `#include "header"` (is_local) and `#include <header>`; `includer` is the path of the file
// the directive is in, `depth` counts from 1. Returns false on failure.
typedef bool (*quadless_includer)(void *context, const char *header, const char *includer, size_t depth,
                                  bool is_local, quadless_include *result);

typedef struct {
  const char *path;      // as diagnostics name it
  const char *text;
  size_t length;
  const char *preamble;  // put before the text, after #version
  const char *epilogue;  // put behind the text; null: nothing
  int override_version;  // 0: as the text says
  unsigned vulkan;       // 0: OpenGL; else 10, 11, 12, 13
  bool relaxes_vulkan;   // under Vulkan's rules: OpenGL's loose uniforms go into a block
  bool maps_io;          // give locations and bindings to what has none
  bool embeds_text;      // put the text into OpSource
  int default_version;   // where the text has no #version; 0: it must have one
  bool keeps_functions;  // keep functions that nothing calls
  bool legacy;           // read it by its own dialect's rules, not those of GLSL for SPIR-V
  quadless_includer includer;
  void *context;
} quadless_input;

typedef enum {
  QUADLESS_STORAGE_INPUT,
  QUADLESS_STORAGE_OUTPUT,
  QUADLESS_STORAGE_UNIFORM,
  QUADLESS_STORAGE_BUFFER,
  QUADLESS_STORAGE_PUSH_CONSTANT,
  QUADLESS_STORAGE_SHARED,
  QUADLESS_STORAGE_OTHER,
} quadless_storage;

typedef enum {
  QUADLESS_PACKING_NONE,
  QUADLESS_PACKING_SHARED,
  QUADLESS_PACKING_PACKED,
  QUADLESS_PACKING_STD140,
  QUADLESS_PACKING_STD430,
  QUADLESS_PACKING_SCALAR,
} quadless_packing;

typedef enum {
  QUADLESS_PRECISION_NONE,
  QUADLESS_PRECISION_LOW,
  QUADLESS_PRECISION_MEDIUM,
  QUADLESS_PRECISION_HIGH,
} quadless_precision;

// A global symbol of the shader's interface. Numbers that are not written in the text are -1.
typedef struct {
  const char *name;
  const char *block_name;  // null: no block
  bool is_built_in;
  quadless_storage storage;
  quadless_packing packing;
  quadless_precision precision;  // as written or by default; none in desktop GLSL
  int location, component, index, binding, set;
  size_t member_count;
  const char *const *member_names;
  const int *member_offsets;
} quadless_symbol;

// How a parameter is passed.
typedef enum {
  QUADLESS_PASSING_IN,
  QUADLESS_PASSING_OUT,
  QUADLESS_PASSING_INOUT,
} quadless_passing;

typedef struct {
  const char *name;  // empty where the text gives none
  quadless_passing passing;
} quadless_parameter;

// A function that the text defines.
typedef struct {
  const char *name;  // as glslang mangles it: `noise(vf2;`
  const quadless_parameter *parameters;
  size_t parameter_count;
} quadless_function;

typedef enum {
  QUADLESS_DEPTH_NONE,
  QUADLESS_DEPTH_ANY,
  QUADLESS_DEPTH_GREATER,
  QUADLESS_DEPTH_LESS,
  QUADLESS_DEPTH_UNCHANGED,
} quadless_depth;

// What came out. All pointers live until quadless_output_free.
typedef struct {
  bool succeeded;
  const char *messages;      // glslang's, a line each
  const char *preprocessed;  // from quadless_preprocess only
  const uint32_t *words;
  size_t word_count;
  const quadless_symbol *symbols;
  size_t symbol_count;
  const char *const *extensions;
  size_t extension_count;
  const quadless_function *functions;
  size_t function_count;
  bool origin_upper_left, pixel_center_integer, early_fragment_tests;
  quadless_depth depth;
} quadless_output;

// Once per process, before all else.
void quadless_initialize(void);

// For a process in which one thread at a time compiles: memory comes from the program's own heap, in large steps. A
// thread's own arena grows by a system call every 4 KiB, thousands of them while glslang makes its tables.
void quadless_serve_one_thread(void);

// Compiles a fragment shader to SPIR-V with debug info inside. Never null but for lack of memory.
// Callable from many threads at once.
quadless_output *quadless_compile(const quadless_input *input);

// Preprocesses only.
quadless_output *quadless_preprocess(const quadless_input *input);

void quadless_output_free(quadless_output *output);

// The bytes that are left of this thread's stack; 0 where the system does not say.
size_t quadless_stack_left(void);

// glslang's version, e.g. "12.0.0".
const char *quadless_glslang_version(void);

#ifdef __cplusplus
}
#endif
#endif
