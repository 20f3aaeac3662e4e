#include "CRE2.h"

#include <re2/re2.h>

#include <new>
#include <vector>

struct cre2_regex {
    re2::RE2 re;
    cre2_regex(const re2::StringPiece &pattern, const re2::RE2::Options &options) : re(pattern, options) {}
};

cre2_regex *cre2_compile(const char *pattern, size_t length, int64_t max_mem) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(max_mem);
    try {
        return new cre2_regex(re2::StringPiece(pattern, length), options);
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void cre2_free(cre2_regex *regex) { delete regex; }

const char *cre2_error(const cre2_regex *regex) { return regex->re.ok() ? nullptr : regex->re.error().c_str(); }

const char *cre2_error_part(const cre2_regex *regex) { return regex->re.error_arg().c_str(); }

int cre2_match(const cre2_regex *regex, const char *text, size_t length, size_t from, size_t to, cre2_span *spans, int count) {
    // RE2 tells a group that matched nothing from one that took no part by its pointer, so an empty text needs one too.
    const char *base = text ? text : "";
    if (from > to || to > length) return 0;
    constexpr int on_stack = 16;
    re2::StringPiece few[on_stack];
    std::vector<re2::StringPiece> many;
    re2::StringPiece *pieces = few;
    if (count > on_stack) {
        many.resize(count);
        pieces = many.data();
    }
    if (!regex->re.Match(re2::StringPiece(base, length), from, to, re2::RE2::UNANCHORED, pieces, count)) return 0;
    for (int i = 0; i < count; i++) {
        const char *start = pieces[i].data();
        spans[i].start = start ? start - base : -1;
        spans[i].end = start ? start - base + static_cast<ptrdiff_t>(pieces[i].size()) : -1;
    }
    return 1;
}
