// The syntax kernel: everything that runs between "here are bytes" and "here is a flat tree" on the hot path.
//
// It is C because it must be able to abandon a file in the middle of foreign C code that crashed, which only sigsetjmp in the
// same C frame can do safely, and because the structs below cross module borders in Swift at no cost.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct TSLanguage;

/// One node of the flat tree, in pre-order. A node's children start at its own index + 1; `next` leads from one child to the following.
typedef struct {
    uint16_t symbol;  ///< public symbol of the grammar; 65535 is ERROR
    uint16_t field;   ///< field id within the parent, 0 for none
    uint32_t start;   ///< first byte
    uint32_t end;     ///< one past the last byte
    uint32_t parent;  ///< index of the parent; the root's is 0
    uint32_t next;    ///< index one past the last descendant: the next sibling's, when it has the same parent
    uint16_t flags;   ///< SL_NAMED | SL_MISSING | SL_EXTRA | SL_ERROR_INSIDE
    uint16_t child;   ///< position among the siblings, from 0; saturates at 65535
} sl_node;

enum {
    SL_NAMED = 1,        ///< a named node (not punctuation, not a keyword)
    SL_MISSING = 2,      ///< inserted by error recovery, zero bytes wide
    SL_EXTRA = 4,        ///< may stand anywhere: comments
    SL_ERROR_INSIDE = 8, ///< an ERROR or missing node stands at or below
};
enum { SL_SYMBOL_ERROR = 65535 };

typedef enum {
    SL_PARSED = 0,
    SL_TIMED_OUT = 1,      ///< the deadline passed
    SL_CRASHED = 2,        ///< a fatal signal was raised inside the parser and contained
    SL_NO_MEMORY = 3,      ///< the per-file memory limit was reached
    SL_NOT_UNDERSTOOD = 4, ///< the tree contradicts itself: libtree-sitter lost count, nothing in it can be trusted
} sl_status;

/// A parser with its memory, for one thread at a time.
typedef struct sl_parser sl_parser;

/// NULL when the address space is exhausted. The first call in a process routes tree-sitter's allocations through this kernel and
/// installs the crash handlers; outside a parse both are transparent.
sl_parser *sl_parser_new(void);
void sl_parser_free(sl_parser *);

/// The bytes one file's parse may take, beside its flat tree, which may take as many again. 512 MiB unless set. Drops the last tree.
/// False when the address space is exhausted; the old limit stays then.
bool sl_parser_set_memory_limit(sl_parser *, size_t bytes);

/// Parses `length` bytes and flattens the tree. On SL_PARSED `*nodes` and `*count` describe the tree, owned by the parser and valid
/// until its next call. `timeout_micros` 0 means none.
sl_status sl_parse(sl_parser *, const struct TSLanguage *, const char *bytes, uint32_t length, uint64_t timeout_micros,
                   const sl_node **nodes, uint32_t *count);

/// Parses a text of the same length and with the same line breaks as the held tree's (`old`), starting from that tree: what lies far from the
/// bytes that differ is not parsed again. The result is valid until the next call here or of sl_parse; sl_parser_keep makes it the held tree.
/// After any status but SL_PARSED the held tree's nodes stay valid, but nothing more can be parsed from it.
sl_status sl_parse_again(sl_parser *, const struct TSLanguage *, const char *old, const char *bytes, uint32_t length, uint64_t timeout_micros,
                         const sl_node **nodes, uint32_t *count);

/// Makes the tree of the last sl_parse_again the held one.
void sl_parser_keep(sl_parser *);

/// Runs `function` so that a fatal signal it raises on this thread (SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT; a stack overflow
/// too) ends the call with SL_CRASHED, and so that it is abandoned with SL_TIMED_OUT `deadline_micros` from now (0: never),
/// wherever it stands then. Only for code that holds no lock and owns nothing but memory its caller can drop.
sl_status sl_guard_call(void (*function)(void *context), void *context, uint64_t deadline_micros);
