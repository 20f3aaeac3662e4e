#pragma once

/* The words the process was started with, where the C library hands them to constructors (glibc, macOS); elsewhere none. */
int sl_argument_count(void);
const char *const *sl_arguments(void);
