#ifndef QUADLESS_CSPIRVTOOLS_H
#define QUADLESS_CSPIRVTOOLS_H
#include <stddef.h>
#include <stdint.h>
#include <spirv-tools/libspirv.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Called with each message of the optimizer or validator.
typedef void (*quadless_message_handler)(void *context, const char *message);

/// Runs the optimizer passes named in `flags` (as spirv-opt's options, "-O" among them) over a module.
/// Returns a malloc'ed buffer of `*result_count` words, or NULL where a pass failed or a flag is unknown.
uint32_t *quadless_optimize(spv_target_env environment, const uint32_t *words, size_t count,
                            const char *const *flags, size_t flag_count, size_t *result_count,
                            quadless_message_handler handler, void *context);

#ifdef __cplusplus
}
#endif
#endif
