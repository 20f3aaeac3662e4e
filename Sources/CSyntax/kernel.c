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

// One tree's nodes.
typedef struct {
    sl_pages pages;
    uint32_t count;
} node_list;

struct sl_parser {
    sl_arena arena;
    sl_symbols symbols;
    node_list lists[2];
    int held;         ///< which of the lists is the tree that counts; the other takes attempts
    TSTree *tree;     ///< the held tree itself, in the arena; NULL when there is none to start from
    TSTree *attempt;  ///< the last attempt's
};

typedef struct {
    sl_parser *parser;
    const TSLanguage *language;
    const char *bytes;
    const char *old; ///< what the held tree was made of, of the same length; NULL to parse from scratch
    node_list *list;
    uint32_t length;
    uint64_t timeout_micros;
    TSTree *tree;
    sl_status status;
} job;

static void release(sl_parser *self) {
    sl_arena_release(&self->arena);
    sl_pages_release(&self->lists[0].pages);
    sl_pages_release(&self->lists[1].pages);
}

sl_parser *sl_parser_new(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, sl_arena_install);
    sl_parser *self = calloc(1, sizeof *self);
    if (self && sl_arena_init(&self->arena, DEFAULT_LIMIT) && sl_pages_reserve(&self->lists[0].pages, DEFAULT_LIMIT) &&
        sl_pages_reserve(&self->lists[1].pages, DEFAULT_LIMIT))
        return self;
    if (self) sl_parser_free(self);
    return NULL;
}

bool sl_parser_set_memory_limit(sl_parser *self, size_t bytes) {
    sl_parser other = {0};
    if (!sl_arena_init(&other.arena, bytes) || !sl_pages_reserve(&other.lists[0].pages, bytes) || !sl_pages_reserve(&other.lists[1].pages, bytes)) {
        release(&other);
        return false;
    }
    release(self);
    other.symbols = self->symbols;
    *self = other;
    return true;
}

void sl_parser_free(sl_parser *self) {
    release(self);
    free(self);
}

/// The point `to` bytes into the text, counted on from a point before it.
static TSPoint advance(TSPoint point, const char *bytes, uint32_t from, uint32_t to) {
    for (uint32_t at = from; at < to; at++) {
        if (bytes[at] == '\n') {
            point.row++;
            point.column = 0;
        } else {
            point.column++;
        }
    }
    return point;
}

/// A copy of the held tree that knows which of its bytes are others now: parsing starts from what is left.
static TSTree *edited(const job *self) {
    TSTree *tree = ts_tree_copy(self->parser->tree);
    TSPoint point = {0, 0};
    uint32_t done = 0;
    for (uint32_t start = 0; start < self->length;) {
        if (self->old[start] == self->bytes[start]) {
            start++;
            continue;
        }
        uint32_t end = start + 1;
        while (end < self->length && self->old[end] != self->bytes[end]) end++;
        point = advance(point, self->bytes, done, start);
        TSPoint end_point = advance(point, self->bytes, start, end);
        // Line breaks are never changed, so old and new end at the same point.
        TSInputEdit edit = {start, end, end, point, end_point, end_point};
        ts_tree_edit(tree, &edit);
        point = end_point;
        done = start = end;
    }
    return tree;
}

/// Runs inside the guard, all its memory in the arena: nothing here is ever freed one by one.
static void run(void *context) {
    job *self = context;
    TSParser *parser = ts_parser_new();
    ts_parser_set_language(parser, self->language);
    ts_parser_set_timeout_micros(parser, self->timeout_micros);
    self->tree = ts_parser_parse_string(parser, self->old ? edited(self) : NULL, self->bytes, self->length);
    self->status = self->tree ? sl_flatten(self->tree, &self->parser->symbols, self->bytes, self->length, &self->list->pages, &self->list->count)
                              : SL_TIMED_OUT;
}

static sl_status parse(job *self, const sl_node **nodes, uint32_t *count) {
    node_list *list = self->list;
    sl_pages_trim(&list->pages, (size_t)list->count * sizeof(sl_node), WARM_NODES);
    list->count = 0;
    sl_arena_make_current(&self->parser->arena);
    sl_status status = sl_guard_call(run, self, self->timeout_micros ? self->timeout_micros + GRACE_MICROS : 0);
    sl_arena_make_current(NULL);
    if (status == SL_PARSED) status = self->status;
    *nodes = (const sl_node *)list->pages.base;
    *count = status == SL_PARSED ? list->count : 0;
    // An abandoned flatten may have filled pages without counting: trim them all next time.
    if (status != SL_PARSED) list->count = (uint32_t)(list->pages.writable / sizeof(sl_node));
    return status;
}

sl_status sl_parse(sl_parser *self, const struct TSLanguage *language, const char *bytes, uint32_t length, uint64_t timeout_micros,
                   const sl_node **nodes, uint32_t *count) {
    job job = {.parser = self, .language = (const TSLanguage *)language, .bytes = bytes, .length = length, .timeout_micros = timeout_micros};
    job.list = &self->lists[self->held];
    self->tree = self->attempt = NULL;
    sl_arena_reset(&self->arena);
    sl_symbols_load(&self->symbols, job.language);
    sl_status status = parse(&job, nodes, count);
    if (status == SL_PARSED) self->tree = job.tree;
    return status;
}

sl_status sl_parse_again(sl_parser *self, const struct TSLanguage *language, const char *old, const char *bytes, uint32_t length,
                         uint64_t timeout_micros, const sl_node **nodes, uint32_t *count) {
    job job = {.parser = self, .language = (const TSLanguage *)language, .bytes = bytes, .old = old, .length = length,
               .timeout_micros = timeout_micros};
    job.list = &self->lists[1 - self->held];
    self->attempt = NULL;
    *count = 0;
    if (!self->tree) return SL_CRASHED;
    sl_status status = parse(&job, nodes, count);
    if (status == SL_PARSED) {
        self->attempt = job.tree;
    } else {
        // Whatever was abandoned may have left the arena's lists half linked: nothing more is made of this tree.
        self->tree = NULL;
    }
    return status;
}

void sl_parser_keep(sl_parser *self) {
    if (!self->attempt) return;
    self->tree = self->attempt;
    self->attempt = NULL;
    self->held = 1 - self->held;
}
