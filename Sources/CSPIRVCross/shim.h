#include <spirv_cross_c.h>
