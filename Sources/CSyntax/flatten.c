#include "flatten.h"

#include <string.h>

// libtree-sitter 0.20 counts children in 16 bits. An ERROR with more of them forgets all but the remainder, and then it, and every
// node around it, is as much too short. So the root of such a tree leaves text uncovered.

typedef struct {
    sl_node *nodes;
    uint32_t count, capacity;
    sl_pages *pages;
} writer;

static bool more_room(writer *self) {
    size_t bytes = (size_t)self->capacity * sizeof(sl_node);
    if (!sl_pages_grow(self->pages, bytes + sizeof(sl_node))) return false;
    self->capacity = (uint32_t)(self->pages->writable / sizeof(sl_node));
    return true;
}

static bool is_blank(const char *bytes, uint32_t start, uint32_t end) {
    for (; start < end; start++)
        if (bytes[start] != ' ' && (bytes[start] < '\t' || bytes[start] > '\r')) return false;
    return true;
}

void sl_symbols_load(sl_symbols *self, const TSLanguage *language) {
    if (self->language == language) return;
    memset(self, 0, sizeof *self);
    self->language = language;
    uint32_t count = ts_language_symbol_count(language);
    for (uint32_t symbol = 0; symbol < count; symbol++)
        if (ts_language_symbol_type(language, (TSSymbol)symbol) == TSSymbolTypeRegular) self->named[symbol / 8] |= 1 << symbol % 8;
    self->named[SL_SYMBOL_ERROR / 8] |= 1 << SL_SYMBOL_ERROR % 8;
}

sl_status sl_flatten(const TSTree *tree, const sl_symbols *symbols, const char *bytes, uint32_t length, sl_pages *pages, uint32_t *count) {
    writer self = {.nodes = (sl_node *)pages->base, .pages = pages};
    self.capacity = (uint32_t)(pages->writable / sizeof(sl_node));
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    // `limit` is where the parent ends, `edge` where the node before ends: neither may be crossed.
    uint32_t parent = 0, edge = 0, limit = length;
    uint16_t child = 0;
    bool errors = true;
    for (;;) {
        if (self.count == self.capacity && !more_room(&self)) return SL_NO_MEMORY;
        TSNode node = ts_tree_cursor_current_node(&cursor);
        uint32_t at = self.count++;
        sl_node *n = &self.nodes[at];
        TSSymbol symbol = ts_node_symbol(node);
        bool is_extra = ts_node_is_extra(node);
        n->symbol = symbol;
        n->start = ts_node_start_byte(node);
        n->end = ts_node_end_byte(node);
        n->parent = parent;
        n->child = child;
        // Extras belong to no production, so to no field.
        n->field = is_extra ? 0 : ts_tree_cursor_current_field_id(&cursor);
        uint16_t flags = (symbols->named[symbol / 8] >> symbol % 8 & 1 ? SL_NAMED : 0) | (is_extra ? SL_EXTRA : 0);
        if (errors && ts_node_has_error(node)) flags |= SL_ERROR_INSIDE;
        if (n->start == n->end && ts_node_is_missing(node)) flags |= SL_MISSING;
        n->flags = flags;
        if (n->start < edge || n->end < n->start || n->end > limit) return SL_NOT_UNDERSTOOD;

        if (ts_tree_cursor_goto_first_child(&cursor)) {
            parent = at;
            child = 0;
            edge = n->start;
            limit = n->end;
            errors = flags & SL_ERROR_INSIDE;
            continue;
        }
        n->next = self.count;
        edge = n->end;
        for (;;) {
            if (ts_tree_cursor_goto_next_sibling(&cursor)) {
                child = self.nodes[at].child == 65535 ? 65535 : self.nodes[at].child + 1;
                break;
            }
            if (!ts_tree_cursor_goto_parent(&cursor)) {
                *count = self.count;
                return is_blank(bytes, self.nodes[0].end, length) ? SL_PARSED : SL_NOT_UNDERSTOOD;
            }
            at = parent;
            sl_node *closed = &self.nodes[at];
            closed->next = self.count;
            edge = closed->end;
            parent = closed->parent;
            limit = at == 0 ? length : self.nodes[parent].end;
            errors = at == 0 || self.nodes[parent].flags & SL_ERROR_INSIDE;
        }
    }
}
