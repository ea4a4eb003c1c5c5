/*
 * quadless.h: GLSL fragment shaders made independent of the 2x2 pixel quad, from C.
 *
 *   quadless_options options;
 *   quadless_options_init(&options, sizeof options);
 *   options.output = QUADLESS_OUTPUT_GLSL;
 *   quadless_result *result = NULL;
 *   if (quadless_convert("shader.frag", text, strlen(text), &options, &result) == QUADLESS_SUCCESS)
 *     fwrite(quadless_result_data(result), 1, quadless_result_size(result), stdout);
 *   for (size_t i = 0; i < quadless_result_diagnostic_count(result); i++) ...
 *   quadless_result_free(result);
 *
 * Memory in, memory out: no file is read but includes that are looked for in directories, and that only below them
 * and below the folder of the path that is given, links followed (see allow_outside_files); nothing is written,
 * printed or kept. Errors are values: no function exits, aborts or throws. (A defect of the compilers below, glslang
 * and SPIRV-Cross, may still crash; the command catches that by a signal handler, which a library must not install.)
 * All functions may be called from any number of threads at once; a result may be read by several and must be freed
 * by one.
 *
 * A conversion needs stack in proportion to how deep the shader's expressions nest: it runs on a thread of its own
 * (256 MiB of address space, of which only what is used costs memory), include callbacks on that thread. What nests
 * too deep for that is an error: see max_nesting.
 *
 * Strings are UTF-8 and end in a NUL. Those that a result hands out live until it is freed; those handed in are
 * needed until the call returns. NULL and 0 mean the default everywhere in quadless_options.
 */
#ifndef QUADLESS_H
#define QUADLESS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this header; quadless_version() tells that of the library. */
#define QUADLESS_VERSION_MAJOR 0
#define QUADLESS_VERSION_MINOR 1
#define QUADLESS_VERSION_PATCH 0

/* How a call ended. */
typedef enum quadless_status {
  QUADLESS_SUCCESS = 0,
  /* The shader cannot be converted: the result's diagnostics say why, and it has no data. */
  QUADLESS_ERROR_INPUT = 1,
  /* The call itself is wrong, or an option is: the diagnostics say which. Without a place for a result, no more than
     this is told. */
  QUADLESS_ERROR_USAGE = 2,
  /* No memory or thread to be had. */
  QUADLESS_ERROR_RESOURCES = 3
} quadless_status;

/* What to write. */
typedef enum quadless_output_kind {
  QUADLESS_OUTPUT_SPIRV = 0,  /* words in this machine's byte order */
  QUADLESS_OUTPUT_GLSL = 1,   /* in the version, and with the names, of the input */
  QUADLESS_OUTPUT_SPIRV_ASSEMBLY = 2,
  QUADLESS_OUTPUT_MSL = 3,
  QUADLESS_OUTPUT_HLSL = 4
} quadless_output_kind;

/* Which sites to rewrite. */
typedef enum quadless_site_selection {
  QUADLESS_SITES_ALL = 0,
  QUADLESS_SITES_DERIVATIVES = 1, /* dFdx, dFdy, fwidth */
  QUADLESS_SITES_TEXTURES = 2,    /* samples with implicit level of detail */
  QUADLESS_SITES_UNDEFINED = 3    /* only where the quad's answer is undefined or torn */
} quadless_site_selection;

/* What becomes of a site whose operand varies only through a jump, an integer or memory. */
typedef enum quadless_cut_policy {
  QUADLESS_CUT_KEEP = 0, /* the quad operation stays, with a warning; with functions: an error */
  QUADLESS_CUT_ZERO = 1,
  QUADLESS_CUT_ERROR = 2
} quadless_cut_policy;

/* An #include on its way to a text. */
typedef struct quadless_include_request {
  size_t size;          /* sizeof this struct in the library */
  const char *name;     /* what stands between the quotes or brackets */
  const char *includer; /* the path of the file with the directive */
  int is_local;         /* 1: "name", a file beside the includer; asked again with 0 if missing. 0: <name> */
  size_t depth;         /* how deep inclusions are nested, from 1 */
} quadless_include_request;

/* What became of it. */
typedef struct quadless_include_answer {
  const char *path;  /* what diagnostics and further requests call it; NULL: its name */
  const char *text;  /* the text or, with QUADLESS_INCLUDE_FAILED, what is wrong; it is copied at once */
  size_t length;     /* of the text, in bytes */
} quadless_include_answer;

typedef enum quadless_include_status {
  QUADLESS_INCLUDE_FOUND = 0,
  QUADLESS_INCLUDE_MISSING = 1,
  QUADLESS_INCLUDE_FAILED = 2,
  QUADLESS_INCLUDE_DIRECTORIES = 3 /* look beside the includer and in the include directories */
} quadless_include_status;

/* Finds an included file; runs on the conversion's thread. */
typedef quadless_include_status (*quadless_include_callback)(void *context,
                                                             const quadless_include_request *request,
                                                             quadless_include_answer *answer);

/* Choices of a conversion. Initialize it with quadless_options_init; later versions add members at the end and
   tell by `size` which the caller knows. */
typedef struct quadless_options {
  size_t size;
  quadless_output_kind output;

  /* Compilation of GLSL. */
  const char *target_env;               /* "opengl", "vulkan1.0" to "vulkan1.3"; NULL: told from the source */
  const char *const *definitions;       /* "NAME" or "NAME=value" */
  size_t definition_count;
  const char *const *undefinitions;
  size_t undefinition_count;
  const char *const *include_directories;
  size_t include_directory_count;
  quadless_include_callback include;    /* asked first, where given */
  void *include_context;
  const char *glsl_version;             /* of GLSL output: "450", "300es"; NULL: that of the source */
  int optimize;                         /* as -O: may change how primal values round */
  int debug_info;                       /* as -g */

  /* Derivatives. */
  const char *entry_point;              /* NULL: every fragment entry point */
  quadless_site_selection sites;
  quadless_cut_policy on_cut;
  const char *texture_derivative;       /* "difference", "central", "bilinear", "keep", "error"; NULL: the first */
  const char *seeds;                    /* "quad" or "explicit"; NULL: the first */
  unsigned fragment_width;              /* of a coarse fragment, in pixels; 0 is 1 */
  unsigned fragment_height;

  /* Functions to write for stages without a quad instead of the shader, as --function. */
  const char *const *functions;
  size_t function_count;
  int result_tangents;
  int omit_declarations;

  int verify_each;                      /* validate the module after every pass */

  /* What the shader may cost; what exceeds a limit is an error that names it. 0: the default. */
  size_t max_input_size;                /* bytes of a module, or of a text with all that it includes; 16 MiB */
  unsigned max_nesting;                 /* levels of brackets, statements, types, calls; 64 operators are one; 1000 */
  unsigned max_ids;                     /* of the module, before and after; 4194303, as SPIR-V itself has it */
  size_t max_instructions;              /* of the module that is written; 4000000 */
  unsigned timeout_milliseconds;        /* looked at between steps and in those of our own; no limit */
  int allow_outside_files;              /* include files outside the path's folder and include_directories, too */
} quadless_options;

/* A message. */
typedef enum quadless_severity {
  QUADLESS_SEVERITY_ERROR = 0,
  QUADLESS_SEVERITY_WARNING = 1,
  QUADLESS_SEVERITY_NOTE = 2
} quadless_severity;

typedef struct quadless_diagnostic {
  size_t size;
  quadless_severity severity;
  const char *file;
  unsigned line;       /* from 1; 0 where the message is about the whole file */
  unsigned column;     /* from 1; 0 where it is not known */
  const char *message; /* one sentence without a full stop */
} quadless_diagnostic;

/* What a site is. */
typedef enum quadless_site_kind {
  QUADLESS_SITE_DX = 0,
  QUADLESS_SITE_DY = 1,
  QUADLESS_SITE_WIDTH = 2,
  QUADLESS_SITE_SAMPLE = 3,
  QUADLESS_SITE_QUERY_LOD = 4
} quadless_site_kind;

/* What became of a site. */
typedef enum quadless_site_outcome {
  QUADLESS_OUTCOME_TANGENT = 0,   /* the analytic derivative took its place */
  QUADLESS_OUTCOME_ZERO = 1,      /* its operand does not vary */
  QUADLESS_OUTCOME_GRADIENTS = 2, /* the sample got explicit gradients */
  QUADLESS_OUTCOME_KEPT = 3       /* it stays a quad operation: see reason */
} quadless_site_outcome;

typedef struct quadless_site {
  size_t size;
  quadless_site_kind kind;
  quadless_site_outcome outcome;
  const char *name;     /* as the source calls it: "fwidth", "texture" */
  const char *file;
  unsigned line;
  unsigned column;
  const char *function; /* the function it stands in */
  unsigned cost;        /* instructions added for it alone */
  const char *reason;   /* why it was kept, in words; NULL where it was not */
  const char *json;     /* all of this, and notes, as --print-sites-json writes it */
} quadless_site;

/* An input that hands the derivative of another one over (seeds "explicit"). */
typedef struct quadless_seed {
  size_t size;
  const char *name;        /* "uv_dx" */
  const char *type;        /* as GLSL spells it: "vec2" */
  int location;            /* -1 where inputs have none and link by name */
  int is_along_y;          /* the change per pixel in y, not in x */
  const char *declaration; /* "layout(location = 3) in vec2 uv_dx;" */
} quadless_seed;

/* What a conversion gave. */
typedef struct quadless_result quadless_result;

/* The version of the library and of those it stands on, a line each. */
const char *quadless_version(void);

/* Fills options with the defaults; `size` is sizeof(quadless_options) as the caller knows it. */
void quadless_options_init(quadless_options *options, size_t size);

/* Converts a shader: GLSL text, or SPIR-V, told by its first word. `path` is what messages call it; includes in quotes
   are looked for beside it. `options` may be NULL. A result is stored in any case but lack of memory, and must be
   freed. */
quadless_status quadless_convert(const char *path, const void *data, size_t size,
                                 const quadless_options *options, quadless_result **result);

/* How the conversion ended. */
quadless_status quadless_result_status(const quadless_result *result);

/* The output: bytes of text, or SPIR-V words; NULL and 0 after an error. A NUL stands behind it, not counted. */
const void *quadless_result_data(const quadless_result *result);
size_t quadless_result_size(const quadless_result *result);

/* Whether the shader had nothing to change. */
int quadless_result_is_unchanged(const quadless_result *result);

/* The rules that GLSL was compiled under, such as "vulkan1.0"; NULL for SPIR-V and after errors. */
const char *quadless_result_environment(const quadless_result *result);

/* Instructions of the module before and after, lines for debuggers not counted. */
size_t quadless_result_instructions_before(const quadless_result *result);
size_t quadless_result_instructions_after(const quadless_result *result);

/* Messages in order; `diagnostic->size` must be set. 1 where there is one at `index`, else 0. */
size_t quadless_result_diagnostic_count(const quadless_result *result);
int quadless_result_diagnostic(const quadless_result *result, size_t index, quadless_diagnostic *diagnostic);

/* Every site in the order of the module, likewise. */
size_t quadless_result_site_count(const quadless_result *result);
int quadless_result_site(const quadless_result *result, size_t index, quadless_site *site);

/* Every input that hands a derivative over, likewise; none where the seeds come from the quad. */
size_t quadless_result_seed_count(const quadless_result *result);
int quadless_result_seed(const quadless_result *result, size_t index, quadless_seed *seed);

/* The list of sites that --print-sites prints. */
const char *quadless_result_site_list(const quadless_result *result);

/* Frees a result; NULL is fine. */
void quadless_result_free(quadless_result *result);

#ifdef __cplusplus
}
#endif
#endif
