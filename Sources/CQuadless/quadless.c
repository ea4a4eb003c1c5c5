// The header is the library's public face; what implements it is in QuadlessABI.
#include "quadless.h"
