#include "CGlslang.h"
#include "writable.h"

// Debian builds glslang with HLSL, and the headers' types depend on it.
#define ENABLE_HLSL 1
#include <glslang/MachineIndependent/localintermediate.h>
#include <glslang/Public/ResourceLimits.h>
#include <glslang/Public/ShaderLang.h>
#include <glslang/SPIRV/GlslangToSpv.h>

#include <malloc.h>
#include <pthread.h>
#include <string.h>

#include <deque>
#include <exception>
#include <memory>
#include <new>
#include <string>
#include <vector>

namespace {

// The output and the storage behind its pointers.
struct Output : quadless_output {
  Output() : quadless_output{} {}

  std::string message_text, preprocessed_text;
  std::vector<uint32_t> word_storage;
  std::vector<quadless_symbol> symbol_storage;
  std::vector<const char *> extension_storage;
  std::vector<quadless_function> function_storage;
  std::deque<std::string> strings;
  std::deque<std::vector<const char *>> name_lists;
  std::deque<std::vector<int>> offset_lists;
  std::deque<std::vector<quadless_parameter>> parameter_lists;

  const char *keep(const char *text) { return strings.emplace_back(text).c_str(); }

  quadless_output *finish() {
    messages = message_text.c_str();
    preprocessed = preprocessed_text.c_str();
    words = word_storage.data();
    word_count = word_storage.size();
    symbols = symbol_storage.data();
    symbol_count = symbol_storage.size();
    extensions = extension_storage.data();
    extension_count = extension_storage.size();
    functions = function_storage.data();
    function_count = function_storage.size();
    return this;
  }
};

class CallbackIncluder : public glslang::TShader::Includer {
 public:
  explicit CallbackIncluder(const quadless_input &input) : input(input) {}

  IncludeResult *includeLocal(const char *header, const char *includer, size_t depth) override {
    return include(header, includer, depth, true);
  }
  IncludeResult *includeSystem(const char *header, const char *includer, size_t depth) override {
    return include(header, includer, depth, false);
  }
  void releaseInclude(IncludeResult *result) override { delete result; }

 private:
  IncludeResult *include(const char *header, const char *includer, size_t depth, bool is_local) {
    quadless_include found{};
    if (!input.includer) return nullptr;
    // The includer may compile a shader itself: glslang would go on here with that one's memory, freed by then.
    glslang::TPoolAllocator &pool = glslang::GetThreadPoolAllocator();
    const bool ok = input.includer(input.context, header, includer, depth, is_local, &found);
    glslang::SetThreadPoolAllocator(&pool);
    if (!ok && !found.text) return nullptr;
    return new IncludeResult(ok ? found.path : "", found.text, found.length, nullptr);
  }

  const quadless_input &input;
};

quadless_storage storage(const glslang::TQualifier &qualifier) {
  if (qualifier.isPushConstant()) return QUADLESS_STORAGE_PUSH_CONSTANT;
  if (qualifier.isPipeInput()) return QUADLESS_STORAGE_INPUT;
  if (qualifier.isPipeOutput()) return QUADLESS_STORAGE_OUTPUT;
  switch (qualifier.storage) {
    case glslang::EvqUniform: return QUADLESS_STORAGE_UNIFORM;
    case glslang::EvqBuffer: return QUADLESS_STORAGE_BUFFER;
    case glslang::EvqShared: return QUADLESS_STORAGE_SHARED;
    default: return QUADLESS_STORAGE_OTHER;
  }
}

quadless_packing packing(glslang::TLayoutPacking packing) {
  switch (packing) {
    case glslang::ElpShared: return QUADLESS_PACKING_SHARED;
    case glslang::ElpPacked: return QUADLESS_PACKING_PACKED;
    case glslang::ElpStd140: return QUADLESS_PACKING_STD140;
    case glslang::ElpStd430: return QUADLESS_PACKING_STD430;
    case glslang::ElpScalar: return QUADLESS_PACKING_SCALAR;
    default: return QUADLESS_PACKING_NONE;
  }
}

quadless_precision precision(glslang::TPrecisionQualifier precision) {
  switch (precision) {
    case glslang::EpqLow: return QUADLESS_PRECISION_LOW;
    case glslang::EpqMedium: return QUADLESS_PRECISION_MEDIUM;
    case glslang::EpqHigh: return QUADLESS_PRECISION_HIGH;
    default: return QUADLESS_PRECISION_NONE;
  }
}

quadless_depth depth(glslang::TLayoutDepth depth) {
  switch (depth) {
    case glslang::EldAny: return QUADLESS_DEPTH_ANY;
    case glslang::EldGreater: return QUADLESS_DEPTH_GREATER;
    case glslang::EldLess: return QUADLESS_DEPTH_LESS;
    case glslang::EldUnchanged: return QUADLESS_DEPTH_UNCHANGED;
    default: return QUADLESS_DEPTH_NONE;
  }
}

// The offset of each member that is not where the packing puts it by itself, else -1: the tree does not
// keep which were written.
std::vector<int> written_offsets(const glslang::TType &block) {
  const glslang::TQualifier &qualifier = block.getQualifier();
  std::vector<int> offsets;
  int next = 0;
  for (const glslang::TTypeLoc &member : *block.getStruct()) {
    const glslang::TQualifier &own = member.type->getQualifier();
    if (!own.hasOffset()) {
      offsets.push_back(-1);
      continue;
    }
    const bool row_major = own.layoutMatrix != glslang::ElmNone ? own.layoutMatrix == glslang::ElmRowMajor
                                                                : qualifier.layoutMatrix == glslang::ElmRowMajor;
    int size = 0, stride = 0;
    const int alignment = glslang::TIntermediate::getMemberAlignment(*member.type, size, stride,
                                                                     qualifier.layoutPacking, row_major);
    glslang::RoundToPow2(next, alignment);
    offsets.push_back(own.layoutOffset == next ? -1 : own.layoutOffset);
    next = own.layoutOffset + size;
  }
  return offsets;
}

void record_symbol(Output &output, const glslang::TIntermSymbol &node) {
  const glslang::TType &type = node.getType();
  const glslang::TQualifier &qualifier = type.getQualifier();
  if (qualifier.storage == glslang::EvqGlobal || qualifier.isConstant()) return;

  quadless_symbol symbol{};
  symbol.name = output.keep(node.getName().c_str());
  symbol.is_built_in = qualifier.builtIn != glslang::EbvNone || node.getName().compare(0, 3, "gl_") == 0;
  symbol.storage = storage(qualifier);
  symbol.precision = precision(qualifier.precision);
  symbol.location = qualifier.hasLocation() ? int(qualifier.layoutLocation) : -1;
  symbol.component = qualifier.hasComponent() ? int(qualifier.layoutComponent) : -1;
  symbol.index = qualifier.hasIndex() ? int(qualifier.layoutIndex) : -1;
  symbol.binding = qualifier.hasBinding() ? int(qualifier.layoutBinding) : -1;
  symbol.set = qualifier.hasSet() ? int(qualifier.layoutSet) : -1;
  if (type.getBasicType() == glslang::EbtBlock) {
    symbol.block_name = output.keep(type.getTypeName().c_str());
    symbol.packing = packing(qualifier.layoutPacking);
    auto &names = output.name_lists.emplace_back();
    const bool has_layout = symbol.storage == QUADLESS_STORAGE_UNIFORM ||
                            symbol.storage == QUADLESS_STORAGE_BUFFER ||
                            symbol.storage == QUADLESS_STORAGE_PUSH_CONSTANT;
    auto &offsets = output.offset_lists.emplace_back(
        has_layout ? written_offsets(type) : std::vector<int>(type.getStruct()->size(), -1));
    for (const glslang::TTypeLoc &member : *type.getStruct())
      names.push_back(output.keep(member.type->getFieldName().c_str()));
    symbol.member_count = names.size();
    symbol.member_names = names.data();
    symbol.member_offsets = offsets.data();
  }
  output.symbol_storage.push_back(symbol);
}

quadless_passing passing(const glslang::TQualifier &qualifier) {
  switch (qualifier.storage) {
    case glslang::EvqOut: return QUADLESS_PASSING_OUT;
    case glslang::EvqInOut: return QUADLESS_PASSING_INOUT;
    default: return QUADLESS_PASSING_IN;
  }
}

// SPIR-V has pointers for all three ways of passing, so they are noted here.
void record_function(Output &output, const glslang::TIntermAggregate &function) {
  auto &parameters = output.parameter_lists.emplace_back();
  const auto &parts = function.getSequence();
  const auto *list = parts.empty() ? nullptr : parts.front()->getAsAggregate();
  if (list && list->getOp() == glslang::EOpParameters)
    for (TIntermNode *node : list->getSequence())
      if (const auto *symbol = node->getAsSymbolNode())
        parameters.push_back({output.keep(symbol->getName().c_str()), passing(symbol->getQualifier())});
  output.function_storage.push_back(
      {output.keep(function.getName().c_str()), parameters.data(), parameters.size()});
}

void record_facts(Output &output, const glslang::TIntermediate &tree) {
  output.origin_upper_left = tree.getOriginUpperLeft();
  output.pixel_center_integer = tree.getPixelCenterInteger();
  output.early_fragment_tests = tree.getEarlyFragmentTests();
  output.depth = depth(tree.getDepth());
  for (const std::string &name : tree.getRequestedExtensions())
    output.extension_storage.push_back(output.keep(name.c_str()));
  const auto *root = tree.getTreeRoot() ? tree.getTreeRoot()->getAsAggregate() : nullptr;
  if (!root || root->getSequence().empty()) return;
  for (TIntermNode *node : root->getSequence())
    if (const auto *function = node->getAsAggregate(); function && function->getOp() == glslang::EOpFunction)
      record_function(output, *function);
  // glslang puts the linker objects last.
  const auto *globals = root->getSequence().back()->getAsAggregate();
  if (!globals || globals->getOp() != glslang::EOpLinkerObjects) return;
  for (TIntermNode *node : globals->getSequence())
    if (const auto *symbol = node->getAsSymbolNode()) record_symbol(output, *symbol);
}

// A shader object set up for `input`; the strings it points to are the input's.
struct Shader {
  explicit Shader(const quadless_input &input)
      : texts{input.text, input.epilogue},
        paths{input.path, input.path},
        lengths{int(input.length), input.epilogue ? int(strlen(input.epilogue)) : 0},
        shader(EShLangFragment) {
    shader.setStringsWithLengthsAndNames(texts, lengths, paths, input.epilogue ? 2 : 1);
    shader.setPreamble(input.preamble);
    if (input.override_version) shader.setOverrideVersion(input.override_version);
    if (!input.legacy) aim(input);
    if (input.vulkan && input.relaxes_vulkan) shader.setEnvInputVulkanRulesRelaxed();
    if (input.vulkan == 0 || input.relaxes_vulkan) {
      shader.setAutoMapLocations(true);
      shader.setAutoMapBindings(true);
    }
    messages = EShMessages((input.legacy ? EShMsgDefault : EShMsgSpvRules) | (input.vulkan ? EShMsgVulkanRules : 0) |
                           (input.keeps_functions ? EShMsgKeepUncalled : 0));
    if (input.embeds_text)
      messages = EShMessages(messages | EShMsgDebugInfo);
    else
      shader.getIntermediate()->setSourceFile(input.path);
  }

  // Has the text read by the rules of GLSL for SPIR-V.
  void aim(const quadless_input &input) {
    const auto client = input.vulkan ? glslang::EShClientVulkan : glslang::EShClientOpenGL;
    shader.setEnvInput(glslang::EShSourceGlsl, EShLangFragment, client, 100);
    const auto [version, target] = versions(input.vulkan);
    shader.setEnvClient(client, version);
    shader.setEnvTarget(glslang::EShTargetSpv, target);
  }

  static std::pair<glslang::EShTargetClientVersion, glslang::EShTargetLanguageVersion> versions(
      unsigned vulkan) {
    switch (vulkan) {
      case 0: return {glslang::EShTargetOpenGL_450, glslang::EShTargetSpv_1_0};
      case 11: return {glslang::EShTargetVulkan_1_1, glslang::EShTargetSpv_1_3};
      case 12: return {glslang::EShTargetVulkan_1_2, glslang::EShTargetSpv_1_5};
      case 13: return {glslang::EShTargetVulkan_1_3, glslang::EShTargetSpv_1_6};
      default: return {glslang::EShTargetVulkan_1_0, glslang::EShTargetSpv_1_0};
    }
  }

  const char *texts[2], *paths[2];
  int lengths[2];
  glslang::TShader shader;
  EShMessages messages;
};

int default_version(const quadless_input &input) { return input.default_version ? input.default_version : 110; }

void compile(const quadless_input &input, Output &output) {
  Shader unit(input);
  CallbackIncluder includer(input);
  const bool parsed =
      unit.shader.parse(GetDefaultResources(), default_version(input), false, unit.messages, includer);
  output.message_text = unit.shader.getInfoLog();
  if (!parsed) return;

  glslang::TProgram program;
  program.addShader(&unit.shader);
  // GLSL before 330 and ESSL before 310 are refused for SPIR-V by their parser, though the tree it makes of
  // them is one that SPIR-V can be made of: the target is named behind its back.
  if (input.legacy) {
    glslang::SpvVersion target;
    target.spv = glslang::EShTargetSpv_1_0;
    target.openGl = 100;
    unit.shader.getIntermediate()->setSpv(target);
  }
  const bool linked = program.link(unit.messages);
  output.message_text += program.getInfoLog();
  if (!linked) return;
  glslang::TIntermediate *tree = program.getIntermediate(EShLangFragment);
  if (!tree) return;
  if (!make_writable(*tree, output.message_text)) return;
  record_facts(output, *tree);
  if (input.maps_io && !program.mapIO()) {
    output.message_text += program.getInfoLog();
    return;
  }

  // The name of an included file is needed, its text only where the user wants it embedded.
  if (!input.embeds_text) {
    std::vector<std::string> names;
    for (const auto &include : tree->getIncludeText()) names.push_back(include.first);
    for (const std::string &name : names) tree->addIncludeText(name.c_str(), "", 0);
  }
  spv::SpvBuildLogger logger;
  glslang::SpvOptions options;
  options.generateDebugInfo = true;
  glslang::GlslangToSpv(*tree, output.word_storage, &logger, &options);
  output.message_text += logger.getAllMessages();
  // The writer goes on without what it does not know.
  const bool is_whole = !input.legacy || output.message_text.find("issing functionality") == std::string::npos;
  if (!is_whole) output.message_text = "ERROR: glslang has no SPIR-V for it: " + output.message_text;
  output.succeeded = is_whole && !output.word_storage.empty();
}

void preprocess(const quadless_input &input, Output &output) {
  Shader unit(input);
  CallbackIncluder includer(input);
  output.succeeded = unit.shader.preprocess(GetDefaultResources(), default_version(input), ENoProfile, false, false,
                                            unit.messages, &output.preprocessed_text, includer);
  output.message_text = unit.shader.getInfoLog();
}

// A step of the work: what to run, from what, into what.
struct Job {
  void (*run)(const quadless_input &, Output &);
  const quadless_input &input;
  Output &output;
};

// What C++ throws becomes a message.
void *run_job(void *pointer) {
  Job &job = *static_cast<Job *>(pointer);
  try {
    job.run(job.input, job.output);
  } catch (const std::exception &error) {
    job.output.succeeded = false;
    job.output.message_text = std::string("ERROR: glslang: ") + error.what() + "\n";
  }
  return nullptr;
}

// Runs a job, that of a long text on a thread whose stack is deep: glslang recurses over expressions, and
// a sum of 20,000 terms, as programs write them, overflows the usual 8 MiB. A short text cannot nest so
// deep, and there the thread would be a good part of the time.
quadless_output *run(void (*body)(const quadless_input &, Output &), const quadless_input &input) {
  const size_t long_text = size_t(16) << 10, stack_size = size_t(512) << 20;
  auto *output = new (std::nothrow) Output;
  if (!output) return nullptr;
  Job job{body, input, *output};
  // A thread with a deep stack does, and may have a place for signals, too.
  if (input.length < long_text || quadless_stack_left() >= stack_size / 4) {
    run_job(&job);
    return output->finish();
  }
  pthread_attr_t attributes;
  pthread_t thread;
  pthread_attr_init(&attributes);
  const bool started = pthread_attr_setstacksize(&attributes, stack_size) == 0 &&
                       pthread_create(&thread, &attributes, run_job, &job) == 0;
  pthread_attr_destroy(&attributes);
  if (started)
    pthread_join(thread, nullptr);
  else
    run_job(&job);
  return output->finish();
}

}  // namespace

void quadless_serve_one_thread(void) {
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_TOP_PAD, 16 << 20);
}

void quadless_initialize(void) { glslang::InitializeProcess(); }

quadless_output *quadless_compile(const quadless_input *input) { return run(compile, *input); }

quadless_output *quadless_preprocess(const quadless_input *input) { return run(preprocess, *input); }

void quadless_output_free(quadless_output *output) { delete static_cast<Output *>(output); }

const char *quadless_glslang_version(void) {
  static const std::string text = [] {
    const glslang::Version version = glslang::GetVersion();
    return std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
           std::to_string(version.patch);
  }();
  return text.c_str();
}
