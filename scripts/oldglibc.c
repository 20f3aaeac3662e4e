/* The few names in which a binary linked on Debian 12 asks for a newer glibc than the rest of it does. Linked into the release
   (scripts/release-build), so that it runs wherever glibc is 2.34 or newer: RHEL 9, Ubuntu 22.04, Amazon Linux 2023. */
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

/* glibc 2.36. libstdc++'s random_device asks for it. */
uint32_t arc4random(void) {
    uint32_t number;
    /* getrandom gives up to 256 bytes whole; it fails only where a filter forbids it, and there is no other honest answer then. */
    if (getrandom(&number, sizeof number, 0) != sizeof number) abort();
    return number;
}

/* glibc 2.35 gave hypot a second version that leaves errno alone; the linker is told to wrap the name. Foundation's CGFloat names it. */
#if defined(__x86_64__)
#define OLD "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define OLD "GLIBC_2.17"
#endif

double old_hypot(double, double);
float old_hypotf(float, float);
__asm__(".symver old_hypot,hypot@" OLD);
__asm__(".symver old_hypotf,hypotf@" OLD);

double __wrap_hypot(double x, double y) { return old_hypot(x, y); }
float __wrap_hypotf(float x, float y) { return old_hypotf(x, y); }
