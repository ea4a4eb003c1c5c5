#include "CSPIRVTools.h"

#include <cstdlib>
#include <cstring>
#include <spirv-tools/optimizer.hpp>
#include <string>
#include <vector>

uint32_t *quadless_optimize(spv_target_env environment, const uint32_t *words, size_t count,
                            const char *const *flags, size_t flag_count, size_t *result_count,
                            quadless_message_handler handler, void *context) {
  spvtools::Optimizer optimizer(environment);
  optimizer.SetMessageConsumer(
      [&](spv_message_level_t level, const char *, const spv_position_t &, const char *message) {
        if (level <= SPV_MSG_ERROR && handler) handler(context, message);
      });
  std::vector<std::string> passes(flags, flags + flag_count);
  if (!optimizer.RegisterPassesFromFlags(passes)) return nullptr;
  spvtools::OptimizerOptions options;
  options.set_run_validator(false);
  options.set_preserve_bindings(true);
  std::vector<uint32_t> result;
  if (!optimizer.Run(words, count, &result, options)) return nullptr;
  auto *copy = static_cast<uint32_t *>(std::malloc(result.size() * sizeof(uint32_t)));
  if (!copy) return nullptr;
  std::memcpy(copy, result.data(), result.size() * sizeof(uint32_t));
  *result_count = result.size();
  return copy;
}
