#ifndef QUADLESS_CGLSLANG_H
#define QUADLESS_CGLSLANG_H
#include <stdbool.h>
#include <glslang/Include/glslang_c_interface.h>
#include <glslang/Public/resource_limits_c.h>
#endif
