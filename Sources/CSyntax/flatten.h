// From tree-sitter's tree to the flat one.
#pragma once
#include "CSyntax.h"
#include "pages.h"

#include <tree_sitter/api.h>

/// Copies `tree` into `nodes` in one pass and sets `*count`. SL_NOT_UNDERSTOOD when nodes overlap, leave their
/// parent, or leave text behind uncovered. SL_NO_MEMORY when `nodes` is full.
sl_status sl_flatten(const TSTree *tree, const char *bytes, uint32_t length, sl_pages *nodes, uint32_t *count);
