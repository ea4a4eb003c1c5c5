#ifndef QUADLESS_WRITABLE_H
#define QUADLESS_WRITABLE_H

// Debian builds glslang with HLSL, and the headers' types depend on it.
#ifndef ENABLE_HLSL
#define ENABLE_HLSL 1
#endif
#include <glslang/MachineIndependent/localintermediate.h>

#include <string>

// glslang's writer of SPIR-V crashes on trees that its parser takes. Makes of such trees what can be written; where that
// cannot be, adds errors to the messages and returns false.
bool make_writable(glslang::TIntermediate &tree, std::string &messages);

#endif
