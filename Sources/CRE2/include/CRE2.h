#pragma once
// RE2 as C: just what TextMatching asks for. All functions may be called from any thread at once, cre2_free excepted.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_regex cre2_regex;

/// Bytes [start, end) of the text; -1 and -1 for a group that took no part.
typedef struct {
    ptrdiff_t start, end;
} cre2_span;

/// UTF-8, leftmost-first, Perl classes ASCII, captures on, nothing logged. max_mem bounds program and caches in bytes.
/// Null only when memory ran out; look at cre2_error otherwise.
cre2_regex *cre2_compile(const char *pattern, size_t length, int64_t max_mem);
void cre2_free(cre2_regex *regex);

/// What is wrong with the pattern, null when nothing is. Lives as long as the regex.
const char *cre2_error(const cre2_regex *regex);
/// The part of the pattern the error is about; may be empty.
const char *cre2_error_part(const cre2_regex *regex);


/// The leftmost match in text[from, to); bytes outside that range are still looked at by \b and ^. Fills `count` spans,
/// the whole match first. Returns 1 for a match, 0 for none. Fastest with count 0, then 1.
int cre2_match(const cre2_regex *regex, const char *text, size_t length, size_t from, size_t to, cre2_span *spans, int count);

#ifdef __cplusplus
}
#endif
