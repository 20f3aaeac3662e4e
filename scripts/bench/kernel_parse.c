// What our kernel costs over the bare parse: the same files through sl_parse, flat tree included.
//
//   cc -O2 -w -DTREE_SITTER_REUSE_ALLOCATOR -ISources/CSyntax/include -o kernel_parse scripts/bench/kernel_parse.c Sources/CSyntax/*.c .grammars/python/src/*.c .grammars/swift/src/*.c -ltree-sitter -lpthread
//   ./kernel_parse FILE-LIST [THREADS]
#include "files.h"

#include <CSyntax.h>

const struct TSLanguage *tree_sitter_python(void);
const struct TSLanguage *tree_sitter_swift(void);

static void *work(void *context) {
    share *mine = context;
    sl_parser *parser = sl_parser_new();
    for (const char *path; (path = next_path(mine->list));) {
        uint32_t length, count;
        char *bytes = read_file(path, &length);
        if (!bytes) continue;
        const sl_node *nodes;
        sl_status status = sl_parse(parser, is_python(path) ? tree_sitter_python() : tree_sitter_swift(), bytes, length, 5000000, &nodes, &count);
        mine->files++;
        mine->bytes += length;
        mine->nodes += count;
        mine->failed += status != SL_PARSED;
        if (status != SL_PARSED) fprintf(stderr, "%s: status %d\n", path, status);
        mine->with_errors += count > 0 && nodes[0].flags & SL_ERROR_INSIDE;
        free(bytes);
    }
    sl_parser_free(parser);
    return NULL;
}

int main(int count, char **arguments) { return run_benchmark(count, arguments, "kernel", work); }
