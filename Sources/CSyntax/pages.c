#define _DEFAULT_SOURCE
#include "pages.h"

#include <sys/mman.h>
#include <unistd.h>

enum { STEP = 4 << 20 };

static size_t round_up(size_t bytes, size_t unit) { return (bytes + unit - 1) / unit * unit; }

bool sl_pages_reserve(sl_pages *self, size_t bytes) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    bytes = round_up(bytes, STEP);
    // PROT_NONE costs address space only, not memory and not commit charge.
    char *start = mmap(NULL, bytes + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED) return false;
    *self = (sl_pages){.base = start + page, .reserved = bytes, .writable = 0};
    return true;
}

void sl_pages_release(sl_pages *self) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (self->base) munmap(self->base - page, self->reserved + 2 * page);
    *self = (sl_pages){0};
}

bool sl_pages_grow(sl_pages *self, size_t bytes) {
    if (bytes <= self->writable) return true;
    if (bytes > self->reserved) return false;
    size_t writable = round_up(bytes, STEP);
    if (mprotect(self->base, writable, PROT_READ | PROT_WRITE) != 0) return false;
    self->writable = writable;
    return true;
}

void sl_pages_trim(sl_pages *self, size_t used, size_t warm) {
    if (used > warm) madvise(self->base + warm, round_up(used, STEP) - warm, MADV_DONTNEED);
}
