#include "arena.h"

#include "CSyntax.h"
#include "guard.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>

// Kept between files: most files parse within it, so the steady state takes no page fault.
enum { WARM = 8 << 20 };

// Before each block stands its size, which realloc and free need.
typedef struct {
    size_t size;
} header;

static _Thread_local sl_arena *current __attribute__((tls_model("initial-exec")));

static size_t block_size(size_t bytes) {
    if (bytes > SIZE_MAX / 4) sl_guard_leave(SL_NO_MEMORY);
    size_t block = (bytes + sizeof(header) + 7) & ~(size_t)7;
    if (block < 2 * sizeof(header)) return 2 * sizeof(header);
    return block <= SL_ARENA_SMALL ? block : (size_t)1 << (64 - __builtin_clzl(block - 1));
}

static void **free_list(sl_arena *arena, size_t block) {
    return block <= SL_ARENA_SMALL ? &arena->small[block / 8] : &arena->large[63 - __builtin_clzl(block)];
}

static void make_room(sl_arena *arena, size_t block) {
    size_t needed = (size_t)(arena->top - arena->pages.base) + block;
    if (needed > arena->limit || !sl_pages_grow(&arena->pages, needed)) sl_guard_leave(SL_NO_MEMORY);
    arena->ready = arena->pages.base + arena->pages.writable;
}

static void *take(sl_arena *arena, size_t bytes) {
    size_t block = block_size(bytes);
    void **list = free_list(arena, block);
    if (*list) {
        void *reused = *list;
        *list = *(void **)reused;
        return reused;
    }
    if ((size_t)(arena->ready - arena->top) < block) make_room(arena, block);
    header *fresh = (header *)arena->top;
    arena->top += block;
    fresh->size = block;
    return fresh + 1;
}

static void *arena_malloc(size_t bytes) {
    sl_arena *arena = current;
    return arena ? take(arena, bytes) : malloc(bytes);
}

static void *arena_calloc(size_t count, size_t bytes) {
    sl_arena *arena = current;
    if (!arena) return calloc(count, bytes);
    size_t total;
    if (__builtin_mul_overflow(count, bytes, &total)) sl_guard_leave(SL_NO_MEMORY);
    return memset(take(arena, total), 0, total);
}

/// The block behind a pointer tree-sitter gives back. A tree whose child counts have wrapped (see flatten.c) gives back what never was
/// a block; believing it would write outside the arena, so the parse ends there.
static header *block_of(sl_arena *arena, void *pointer) {
    header *block = (header *)pointer - 1;
    size_t used = (size_t)(arena->top - arena->pages.base), offset = (size_t)((char *)block - arena->pages.base);
    if (offset >= used || block->size < 2 * sizeof(header) || block->size > used - offset || block->size % 8)
        sl_guard_leave(SL_NOT_UNDERSTOOD);
    return block;
}

static void arena_free(void *pointer) {
    sl_arena *arena = current;
    if (!arena) {
        free(pointer);
    } else if (pointer) {
        void **list = free_list(arena, block_of(arena, pointer)->size);
        *(void **)pointer = *list;
        *list = pointer;
    }
}

static void *arena_realloc(void *pointer, size_t bytes) {
    sl_arena *arena = current;
    if (!arena) return realloc(pointer, bytes);
    if (!pointer) return take(arena, bytes);
    header *old = block_of(arena, pointer);
    size_t had = old->size, block = block_size(bytes);
    if (block <= had) return pointer;
    if ((char *)old + had == arena->top) {
        if ((size_t)(arena->ready - arena->top) < block - had) make_room(arena, block - had);
        arena->top += block - had;
        old->size = block;
        return pointer;
    }
    void *moved = memcpy(take(arena, bytes), pointer, had - sizeof(header));
    arena_free(pointer);
    return moved;
}

void sl_arena_install(void) { ts_set_allocator(arena_malloc, arena_calloc, arena_realloc, arena_free); }

void sl_arena_make_current(sl_arena *arena) { current = arena; }

bool sl_arena_init(sl_arena *self, size_t limit) {
    memset(self, 0, sizeof *self);
    self->limit = limit;
    if (!sl_pages_reserve(&self->pages, limit)) return false;
    self->top = self->ready = self->pages.base;
    return true;
}

void sl_arena_release(sl_arena *self) { sl_pages_release(&self->pages); }

void sl_arena_reset(sl_arena *self) {
    sl_pages_trim(&self->pages, (size_t)(self->top - self->pages.base), WARM);
    self->top = self->pages.base;
    memset(self->small, 0, sizeof self->small);
    memset(self->large, 0, sizeof self->large);
}
