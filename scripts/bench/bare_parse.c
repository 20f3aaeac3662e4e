// What parsing alone costs: libtree-sitter as the system ships it, its own malloc, one parser a thread, nothing done with the tree.
// The benchmark sets sluice's time against this.
//
//   cc -O2 -w -o bare_parse scripts/bench/bare_parse.c .grammars/python/src/*.c .grammars/swift/src/*.c -ltree-sitter -lpthread
//   ./bare_parse FILE-LIST [THREADS]        one path a line; .py and .pyi are Python, all else is Swift
#include "files.h"

#include <tree_sitter/api.h>

const TSLanguage *tree_sitter_python(void);
const TSLanguage *tree_sitter_swift(void);

static void *work(void *context) {
    share *mine = context;
    TSParser *parser = ts_parser_new();
    for (const char *path; (path = next_path(mine->list));) {
        uint32_t length;
        char *bytes = read_file(path, &length);
        if (!bytes) continue;
        ts_parser_set_language(parser, is_python(path) ? tree_sitter_python() : tree_sitter_swift());
        TSTree *tree = ts_parser_parse_string(parser, NULL, bytes, length);
        mine->files++;
        mine->bytes += length;
        mine->with_errors += ts_node_has_error(ts_tree_root_node(tree));
        ts_tree_delete(tree);
        free(bytes);
    }
    ts_parser_delete(parser);
    return NULL;
}

int main(int count, char **arguments) { return run_benchmark(count, arguments, "bare", work); }
