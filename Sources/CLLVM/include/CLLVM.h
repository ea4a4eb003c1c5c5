// LLVM 19's C API as Debian installs it. The folders beside this file are links to Debian's headers, which lie
// outside the compiler's search path and have no pkg-config file.
#ifndef QUADLESS_CLLVM_H
#define QUADLESS_CLLVM_H

#include "llvm-c/Analysis.h"
#include "llvm-c/BitWriter.h"
#include "llvm-c/Core.h"
#include "llvm-c/Error.h"
#include "llvm-c/LLJIT.h"
#include "llvm-c/LLJITUtils.h"
#include "llvm-c/Orc.h"
#include "llvm-c/Support.h"
#include "llvm-c/Target.h"
#include "llvm-c/TargetMachine.h"
#include "llvm-c/Transforms/PassBuilder.h"

/// LLVM's targets are set up by inline functions, which Swift cannot call where they come from macros.
void quadless_initialize_native_target(void);

#endif
