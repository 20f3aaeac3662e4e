// What the two parse benchmarks share: the list of files, the threads that take from it, and the line that is printed.
#pragma once
#define _GNU_SOURCE
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum { THREADS = 64 };

typedef struct {
    char **paths;
    size_t count;
    atomic_size_t next;
} file_list;

typedef struct {
    file_list *list;
    size_t files, bytes, with_errors, failed, nodes;
} share;

static const char *next_path(file_list *list) {
    size_t at = atomic_fetch_add(&list->next, 1);
    return at < list->count ? list->paths[at] : NULL;
}

static bool is_python(const char *path) {
    const char *dot = strrchr(path, '.');
    return dot && (!strcmp(dot, ".py") || !strcmp(dot, ".pyi"));
}

static char *read_file(const char *path, uint32_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *bytes = size < 0 ? NULL : malloc((size_t)size + 1);
    if (bytes) *length = (uint32_t)fread(bytes, 1, (size_t)size, file);
    fclose(file);
    return bytes;
}

static void read_list(const char *path, file_list *list) {
    char *line = NULL;
    size_t capacity = 0;
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(66);
    }
    for (ssize_t size; (size = getline(&line, &capacity, file)) > 0;) {
        if (line[size - 1] == '\n') line[size - 1] = 0;
        list->paths = realloc(list->paths, (list->count + 1) * sizeof *list->paths);
        list->paths[list->count++] = strdup(line);
    }
    free(line);
    fclose(file);
}

static double seconds(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/// Runs `work` on as many threads as asked and prints one line of figures.
static int run_benchmark(int count, char **arguments, const char *name, void *(*work)(void *)) {
    if (count < 2) {
        fprintf(stderr, "usage: %s FILE-LIST [THREADS]\n", arguments[0]);
        return 64;
    }
    static file_list list;
    read_list(arguments[1], &list);
    int threads = count > 2 ? atoi(arguments[2]) : 1;
    if (threads < 1 || threads > THREADS) threads = 1;
    static share shares[THREADS];
    pthread_t ids[THREADS];
    double wall = seconds(CLOCK_MONOTONIC), cpu = seconds(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < threads; i++) {
        shares[i].list = &list;
        pthread_create(&ids[i], NULL, work, &shares[i]);
    }
    share sum = {0};
    for (int i = 0; i < threads; i++) {
        pthread_join(ids[i], NULL);
        sum.files += shares[i].files;
        sum.bytes += shares[i].bytes;
        sum.with_errors += shares[i].with_errors;
        sum.failed += shares[i].failed;
        sum.nodes += shares[i].nodes;
    }
    wall = seconds(CLOCK_MONOTONIC) - wall;
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%s files=%zu bytes=%zu errors=%zu failed=%zu nodes=%zu wall=%.3f cpu=%.3f mbps=%.2f maxrss_mib=%.1f\n", name, sum.files, sum.bytes,
           sum.with_errors, sum.failed, sum.nodes, wall, cpu, (double)sum.bytes / 1e6 / cpu, (double)usage.ru_maxrss / 1024);
    return 0;
}
