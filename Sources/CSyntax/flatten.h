// From tree-sitter's tree to the flat one.
#pragma once
#include "CSyntax.h"
#include "pages.h"

#include <tree_sitter/api.h>

/// Which symbols of a language are named ones; a bit each.
typedef struct {
    const TSLanguage *language;
    uint8_t named[65536 / 8];
} sl_symbols;

/// Makes the table that of `language`; nothing to do when it is already.
void sl_symbols_load(sl_symbols *, const TSLanguage *language);

/// Copies `tree` into `nodes` in one pass and sets `*count`. SL_NOT_UNDERSTOOD when nodes overlap, leave their
/// parent, or leave text behind uncovered. SL_NO_MEMORY when `nodes` is full.
sl_status sl_flatten(const TSTree *tree, const sl_symbols *, const char *bytes, uint32_t length, sl_pages *nodes, uint32_t *count);
