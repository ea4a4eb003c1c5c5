#include "CShaderABI.h"
