#include "CSyntax.h"

#include <stdbool.h>
#include <stdlib.h>
#include <tree_sitter/api.h>

struct sl_parser {
    TSParser *parser;
    sl_node *nodes;
    uint32_t capacity;
};

sl_parser *sl_parser_new(void) {
    sl_parser *self = calloc(1, sizeof *self);
    self->parser = ts_parser_new();
    return self;
}

void sl_parser_free(sl_parser *self) {
    ts_parser_delete(self->parser);
    free(self->nodes);
    free(self);
}

static uint32_t flatten(sl_parser *self, TSTree *tree) {
    uint32_t count = 0, parent = 0;
    uint16_t child = 0;
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    for (;;) {
        if (count == self->capacity) {
            self->capacity = self->capacity ? self->capacity * 2 : 1 << 14;
            self->nodes = realloc(self->nodes, self->capacity * sizeof(sl_node));
        }
        TSNode node = ts_tree_cursor_current_node(&cursor);
        uint32_t at = count++;
        sl_node *n = &self->nodes[at];
        n->symbol = ts_node_symbol(node);
        n->field = ts_tree_cursor_current_field_id(&cursor);
        n->start = ts_node_start_byte(node);
        n->end = ts_node_end_byte(node);
        n->parent = parent;
        n->child = child;
        n->flags = (ts_node_is_named(node) ? SL_NAMED : 0) | (ts_node_is_missing(node) ? SL_MISSING : 0) |
                   (ts_node_is_extra(node) ? SL_EXTRA : 0) | (ts_node_has_error(node) ? SL_ERROR_INSIDE : 0);
        if (ts_tree_cursor_goto_first_child(&cursor)) {
            parent = at;
            child = 0;
            continue;
        }
        n->next = count;
        for (;;) {
            if (ts_tree_cursor_goto_next_sibling(&cursor)) {
                child = self->nodes[at].child == 65535 ? 65535 : self->nodes[at].child + 1;
                break;
            }
            if (!ts_tree_cursor_goto_parent(&cursor)) {
                ts_tree_cursor_delete(&cursor);
                return count;
            }
            at = parent;
            self->nodes[at].next = count;
            parent = self->nodes[at].parent;
        }
    }
}

sl_status sl_parse(sl_parser *self, const struct TSLanguage *language, const char *bytes, uint32_t length, uint64_t timeout_micros,
                   const sl_node **nodes, uint32_t *count) {
    ts_parser_set_language(self->parser, (const TSLanguage *)language);
    ts_parser_set_timeout_micros(self->parser, timeout_micros);
    TSTree *tree = ts_parser_parse_string(self->parser, NULL, bytes, length);
    if (!tree) {
        ts_parser_reset(self->parser);
        return SL_TIMED_OUT;
    }
    *count = flatten(self, tree);
    *nodes = self->nodes;
    ts_tree_delete(tree);
    return SL_PARSED;
}
