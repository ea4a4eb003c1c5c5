#include "writable.h"

#include <string.h>

namespace {

// glslang takes texture2D and its like in core profiles, as calls of functions that are nowhere. Gives such calls their
// meaning; of others, and of noise, which the writer passes over, it says that they have none. Strings it takes anywhere,
// and there are none in SPIR-V but as debugPrintfEXT's first argument.
class Writable : public glslang::TIntermTraverser {
 public:
  explicit Writable(std::string &messages) : messages(messages) {}

  void visitConstantUnion(glslang::TIntermConstantUnion *node) override {
    if (components(node->getType()) > most_components) refuse("constant", node->getLoc());
    if (node->getBasicType() != glslang::EbtString) return;
    const auto *call = getParentNode() ? getParentNode()->getAsAggregate() : nullptr;
    const bool is_format = call && call->getOp() == glslang::EOpDebugPrintf && call->getSequence().front() == node;
    const auto &values = node->getConstArray();
    if (has_string || (is_format && values.size() == 1 && values[0].getSConst())) return;
    // One is told of.
    has_string = true;
    refuse("string", node->getLoc());
  }

  bool visitAggregate(glslang::TVisit, glslang::TIntermAggregate *node) override {
    if (node->getOp() != glslang::EOpFunctionCall || node->isUserDefined()) return true;
    const std::string name(node->getName().c_str(), node->getName().find('('));
    const glslang::TOperator meaning = sample(name);
    if (meaning == glslang::EOpNull) refuse(name, node->getLoc());
    node->setOperator(meaning);
    return true;
  }

  bool visitUnary(glslang::TVisit, glslang::TIntermUnary *node) override {
    if (node->getOp() == glslang::EOpNoise) refuse("noise", node->getLoc());
    return true;
  }

  bool has_failed = false;

 private:
  // SPIR-V has no more ids.
  static constexpr double most_components = 4194303;

  // A few bytes of text make a constant of billions, of which each is written.
  static double components(const glslang::TType &type) {
    double count = 1;
    if (type.isStruct()) {
      count = 0;
      for (const glslang::TTypeLoc &member : *type.getStruct()) count += components(*member.type);
    } else if (type.isMatrix()) {
      count = type.getMatrixCols() * type.getMatrixRows();
    } else if (type.isVector()) {
      count = type.getVectorSize();
    }
    if (type.isArray())
      for (int dimension = 0; dimension < type.getArraySizes()->getNumDims(); ++dimension)
        count *= type.getArraySizes()->getDimSize(dimension);
    return count;
  }

  void refuse(const std::string &name, const glslang::TSourceLoc &place) {
    messages += "ERROR: " + std::string(place.getFilenameStr()) + ":" + std::to_string(place.line) + ": '" + name +
                "' : has no counterpart in SPIR-V\n";
    has_failed = true;
  }

  static glslang::TOperator sample(const std::string &name) {
    for (const char *prefix : {"texture2DRect", "texture1D", "texture2D", "texture3D", "textureCube", "shadow2DRect",
                               "shadow1D", "shadow2D"}) {
      if (name.compare(0, strlen(prefix), prefix) != 0) continue;
      const std::string rest = name.substr(strlen(prefix));
      if (rest.empty()) return glslang::EOpTexture;
      if (rest == "Proj") return glslang::EOpTextureProj;
      if (rest == "Lod") return glslang::EOpTextureLod;
      if (rest == "ProjLod") return glslang::EOpTextureProjLod;
      if (rest == "GradARB") return glslang::EOpTextureGrad;
      if (rest == "ProjGradARB") return glslang::EOpTextureProjGrad;
    }
    return glslang::EOpNull;
  }

  std::string &messages;
  bool has_string = false;
};

}  // namespace

bool make_writable(glslang::TIntermediate &tree, std::string &messages) {
  Writable writable(messages);
  if (tree.getTreeRoot()) tree.getTreeRoot()->traverse(&writable);
  return !writable.has_failed;
}
