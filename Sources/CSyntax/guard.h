// Leaving foreign C code in the middle: after a fatal signal, past the deadline, or out of memory.
#pragma once
#include "CSyntax.h"

/// Ends the innermost sl_guard_call of this thread with `status`; outside one it aborts.
_Noreturn void sl_guard_leave(sl_status status);

/// Installs the signal handlers. Once a process.
void sl_guard_install(void);
