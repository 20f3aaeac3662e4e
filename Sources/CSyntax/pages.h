// A contiguous stretch of memory that grows in place: reserved once, made writable as it fills, given back between files.
#pragma once
#include <stdbool.h>
#include <stddef.h>

typedef struct {
    char *base;
    size_t reserved; ///< address space from `base`, with a guard page on either side
    size_t writable; ///< bytes from `base` that may be touched
} sl_pages;

bool sl_pages_reserve(sl_pages *, size_t bytes);
void sl_pages_release(sl_pages *);

/// Makes at least `bytes` writable. False when that exceeds the reservation or the system refuses.
bool sl_pages_grow(sl_pages *, size_t bytes);

/// Tells the system that only the first `warm` of the `used` bytes are worth keeping.
void sl_pages_trim(sl_pages *, size_t used, size_t warm);
