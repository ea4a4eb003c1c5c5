/* Converts a shader in memory and prints what became of it.
 *
 *   cc convert.c $(pkg-config --cflags --libs quadless) -o convert
 */
#include <quadless.h>

#include <stdio.h>
#include <string.h>

static const char shader[] =
    "#version 450\n"
    "#include \"stripes.glsl\"\n"
    "layout(location = 0) in vec2 uv;\n"
    "layout(location = 0) out vec4 color;\n"
    "void main() { color = vec4(stripes(uv * SCALE)); }\n";

static const char stripes[] =
    "float stripes(vec2 p) {\n"
    "  float d = abs(fract(p.x) - 0.5) - 0.25;\n"
    "  return clamp(0.5 - d / fwidth(p.x), 0.0, 1.0);\n"
    "}\n";

/* The one file that the shader includes. */
static quadless_include_status find(void *context, const quadless_include_request *request,
                                    quadless_include_answer *answer) {
  (void)context;
  if (strcmp(request->name, "stripes.glsl") != 0) return QUADLESS_INCLUDE_MISSING;
  answer->text = stripes;
  answer->length = strlen(stripes);
  return QUADLESS_INCLUDE_FOUND;
}

int main(int argc, char **argv) {
  static const char *const definitions[] = {"SCALE=8.0"};
  quadless_options options;
  quadless_options_init(&options, sizeof options);
  options.output = QUADLESS_OUTPUT_GLSL;
  options.definitions = definitions;
  options.definition_count = 1;
  options.include = find;

  /* A function's name instead of the shader: what can be included in a compute shader. */
  const char *const functions[] = {argc > 1 ? argv[1] : NULL};
  if (argc > 1) {
    options.functions = functions;
    options.function_count = 1;
  }

  quadless_result *result = NULL;
  const quadless_status status = quadless_convert("stripes.frag", shader, strlen(shader), &options, &result);
  for (size_t i = 0; i < quadless_result_diagnostic_count(result); i++) {
    quadless_diagnostic diagnostic = {.size = sizeof diagnostic};
    quadless_result_diagnostic(result, i, &diagnostic);
    fprintf(stderr, "%s:%u: %s\n", diagnostic.file, diagnostic.line, diagnostic.message);
  }
  for (size_t i = 0; i < quadless_result_site_count(result); i++) {
    quadless_site site = {.size = sizeof site};
    quadless_result_site(result, i, &site);
    fprintf(stderr, "%s:%u: %s in %s: %s, %u instructions\n", site.file, site.line, site.name, site.function,
            site.outcome == QUADLESS_OUTCOME_KEPT ? "kept" : "rewritten", site.cost);
  }
  if (status == QUADLESS_SUCCESS) fwrite(quadless_result_data(result), 1, quadless_result_size(result), stdout);
  quadless_result_free(result);
  return (int)status;
}
