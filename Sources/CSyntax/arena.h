// Memory for one file's parse: everything tree-sitter and its scanners allocate, dropped at once.
#pragma once
#include "pages.h"

/// Blocks are multiples of 8 up to this size, powers of two above.
enum { SL_ARENA_SMALL = 1024 };

typedef struct {
    sl_pages pages;
    char *top;   ///< the first byte never handed out
    char *ready; ///< the end of what may be handed out without growing
    size_t limit;
    void *small[SL_ARENA_SMALL / 8 + 1]; ///< freed blocks by size / 8, linked through their first word
    void *large[64];                     ///< freed blocks by log2 of size
} sl_arena;

bool sl_arena_init(sl_arena *, size_t limit);
void sl_arena_release(sl_arena *);

/// While an arena is current on a thread, tree-sitter's allocations on it come from there; NULL ends that.
/// Call it around a guard only: a full arena leaves through `sl_guard_leave(SL_NO_MEMORY)`, for tree-sitter does not check for NULL,
/// and a pointer that is no block of it through `sl_guard_leave(SL_NOT_UNDERSTOOD)`.
void sl_arena_make_current(sl_arena *);

/// Forgets every block; keeps a few MiB of pages warm.
void sl_arena_reset(sl_arena *);

/// Points tree-sitter at the current arena, or malloc where there is none. Once a process.
void sl_arena_install(void);
