// Tells ThreadSanitizer of the order that a Mutex of Swift's module Synchronization makes; loaded before its library.
//
// Where a lock is free it is taken and given back by atomic instructions that are compiled into the caller, which are
// seen. Where it is contended, by the kernel (a futex that inherits priorities) in the two functions below, which are in
// the library; that is not instrumented, and every value under a contended lock looks like a race.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

// Not there in programs without the sanitizer, which the tests run, too.
__attribute__((weak)) void __tsan_acquire(void *);
__attribute__((weak)) void __tsan_release(void *);

typedef SWIFT void Lock(uint32_t thread, void *SELF mutex);
typedef SWIFT void Unlock(void *SELF mutex);

Lock quadless_lock __asm__(LOCK);
Unlock quadless_unlock __asm__(UNLOCK);

SWIFT void quadless_lock(uint32_t thread, void *SELF mutex) {
  Lock *lock = (Lock *)dlsym(RTLD_NEXT, LOCK);
  if (!lock) abort();
  lock(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void quadless_unlock(void *SELF mutex) {
  Unlock *unlock = (Unlock *)dlsym(RTLD_NEXT, UNLOCK);
  if (!unlock) abort();
  if (__tsan_release) __tsan_release(mutex);
  unlock(mutex);
}
