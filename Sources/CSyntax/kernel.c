#include "CSyntax.h"
#include "arena.h"
#include "flatten.h"
#include "guard.h"

#include <pthread.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

enum { DEFAULT_LIMIT = 512 << 20 };
// Kept between files, as the arena keeps its own: 170,000 nodes.
enum { WARM_NODES = 4 << 20 };
// tree-sitter looks at the clock between parse actions; code that never gets there is cut off this much later.
enum { GRACE_MICROS = 500000 };

struct sl_parser {
    sl_arena arena;
    sl_pages nodes;
    sl_symbols symbols;
    uint32_t count; ///< nodes of the last tree
};

typedef struct {
    sl_parser *parser;
    const TSLanguage *language;
    const char *bytes;
    uint32_t length, count;
    uint64_t timeout_micros;
    sl_status status;
} job;

sl_parser *sl_parser_new(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, sl_arena_install);
    sl_parser *self = calloc(1, sizeof *self);
    if (self && sl_arena_init(&self->arena, DEFAULT_LIMIT) && sl_pages_reserve(&self->nodes, DEFAULT_LIMIT)) return self;
    if (self) sl_parser_free(self);
    return NULL;
}

bool sl_parser_set_memory_limit(sl_parser *self, size_t bytes) {
    sl_arena arena;
    sl_pages nodes;
    if (!sl_arena_init(&arena, bytes)) return false;
    if (!sl_pages_reserve(&nodes, bytes)) {
        sl_arena_release(&arena);
        return false;
    }
    sl_arena_release(&self->arena);
    sl_pages_release(&self->nodes);
    self->arena = arena;
    self->nodes = nodes;
    self->count = 0;
    return true;
}

void sl_parser_free(sl_parser *self) {
    sl_arena_release(&self->arena);
    sl_pages_release(&self->nodes);
    free(self);
}

/// Runs inside the guard, all its memory in the arena: nothing here is ever freed one by one.
static void run(void *context) {
    job *self = context;
    TSParser *parser = ts_parser_new();
    ts_parser_set_language(parser, self->language);
    ts_parser_set_timeout_micros(parser, self->timeout_micros);
    TSTree *tree = ts_parser_parse_string(parser, NULL, self->bytes, self->length);
    self->status = tree ? sl_flatten(tree, &self->parser->symbols, self->bytes, self->length, &self->parser->nodes, &self->count) : SL_TIMED_OUT;
}

sl_status sl_parse(sl_parser *self, const struct TSLanguage *language, const char *bytes, uint32_t length, uint64_t timeout_micros,
                   const sl_node **nodes, uint32_t *count) {
    job job = {.parser = self, .language = (const TSLanguage *)language, .bytes = bytes, .length = length, .timeout_micros = timeout_micros};
    sl_pages_trim(&self->nodes, (size_t)self->count * sizeof(sl_node), WARM_NODES);
    self->count = 0;
    sl_symbols_load(&self->symbols, job.language);
    sl_arena_make_current(&self->arena);
    sl_status status = sl_guard_call(run, &job, timeout_micros ? timeout_micros + GRACE_MICROS : 0);
    sl_arena_make_current(NULL);
    sl_arena_reset(&self->arena);
    if (status == SL_PARSED) status = job.status;
    // An abandoned flatten may have filled pages without counting: trim them all next time.
    self->count = status == SL_PARSED ? job.count : (uint32_t)(self->nodes.writable / sizeof(sl_node));
    *nodes = (const sl_node *)self->nodes.base;
    *count = status == SL_PARSED ? job.count : 0;
    return status;
}
