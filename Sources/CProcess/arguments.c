#include "CProcess.h"

/* For __GLIBC__. */
#include <limits.h>

static int count;
static const char *const *words;

#if defined(__GLIBC__) || defined(__APPLE__)
__attribute__((constructor)) static void keep(int argc, const char *const *argv) {
    count = argc;
    words = argv;
}
#endif

int sl_argument_count(void) { return count; }
const char *const *sl_arguments(void) { return words; }
