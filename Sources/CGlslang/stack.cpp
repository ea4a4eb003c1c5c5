#include <pthread.h>

#include "CGlslang.h"

size_t quadless_stack_left(void) {
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) return 0;
  void *end = nullptr;
  size_t size = 0;
  const bool known = pthread_attr_getstack(&attributes, &end, &size) == 0;
  pthread_attr_destroy(&attributes);
  // Not a variable's address: AddressSanitizer keeps variables elsewhere.
  char *here = static_cast<char *>(__builtin_frame_address(0));
  return known && here > end ? static_cast<size_t>(here - static_cast<char *>(end)) : 0;
}
