#define _GNU_SOURCE
#include "guard.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

typedef struct frame {
    sigjmp_buf jump;
    struct frame *outer;
} frame;

/// What a thread needs before it may run guarded code; made at its first guarded call, undone when it ends.
typedef struct {
    void *stack; ///< the alternate stack: a handler for stack overflow has no other to stand on
    timer_t timer;
    bool has_timer;
} equipment;

enum { ALTERNATE_STACK = 64 << 10 };

static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT};
enum { FATAL = sizeof fatal / sizeof *fatal };

static struct sigaction previous[FATAL];
static pthread_key_t equipment_key;

static _Thread_local frame *volatile innermost __attribute__((tls_model("initial-exec")));
static _Thread_local equipment *own __attribute__((tls_model("initial-exec")));

static int deadline_signal(void) { return SIGRTMIN + 4; }

_Noreturn void sl_guard_leave(sl_status status) {
    if (!innermost) abort();
    siglongjmp(innermost->jump, status);
}

/// A fault that is not ours: whoever handled it before us does so now, and where that is the system, the process ends with the
/// signal it would have ended with.
static void pass_on(int number, siginfo_t *info, void *context) {
    int i = 0;
    while (i + 1 < FATAL && fatal[i] != number) i++;
    if (previous[i].sa_flags & SA_SIGINFO) {
        previous[i].sa_sigaction(number, info, context);
    } else if (previous[i].sa_handler != SIG_DFL && previous[i].sa_handler != SIG_IGN) {
        previous[i].sa_handler(number);
    } else if (previous[i].sa_handler == SIG_DFL) {
        sigaction(number, &previous[i], NULL);
        // A faulting instruction faults again on return; a signal that was sent has to be sent again.
        if (info->si_code <= 0) raise(number);
    }
}

static void on_fatal(int number, siginfo_t *info, void *context) {
    if (innermost) siglongjmp(innermost->jump, SL_CRASHED);
    pass_on(number, info, context);
}

static void on_deadline(int number) {
    (void)number;
    if (innermost) siglongjmp(innermost->jump, SL_TIMED_OUT);
}

static void dismiss(void *context) {
    equipment *self = context;
    own = NULL;
    sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL);
    if (self->has_timer) timer_delete(self->timer);
    munmap(self->stack, ALTERNATE_STACK);
    free(self);
}

void sl_guard_install(void) {
    pthread_key_create(&equipment_key, dismiss);
    // SA_NODEFER: the handlers leave by siglongjmp without restoring the mask, so it must not have changed.
    struct sigaction action = {.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < FATAL; i++) sigaction(fatal[i], &action, &previous[i]);
    struct sigaction alarm = {.sa_handler = on_deadline, .sa_flags = SA_ONSTACK | SA_NODEFER | SA_RESTART};
    sigemptyset(&alarm.sa_mask);
    sigaction(deadline_signal(), &alarm, NULL);
}

static bool equip(void) {
    if (own) return true;
    equipment *self = calloc(1, sizeof *self);
    if (!self) return false;
    self->stack = mmap(NULL, ALTERNATE_STACK, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (self->stack == MAP_FAILED) {
        free(self);
        return false;
    }
    stack_t stack = {.ss_sp = self->stack, .ss_size = ALTERNATE_STACK};
    sigaltstack(&stack, NULL);
    struct sigevent event = {.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = deadline_signal()};
    event._sigev_un._tid = (pid_t)syscall(SYS_gettid);
    self->has_timer = timer_create(CLOCK_MONOTONIC, &event, &self->timer) == 0;
    // Threads of a dispatch queue, and those they start, come with everything blocked.
    sigset_t ours;
    sigemptyset(&ours);
    sigaddset(&ours, deadline_signal());
    for (int i = 0; i < FATAL; i++) sigaddset(&ours, fatal[i]);
    pthread_sigmask(SIG_UNBLOCK, &ours, NULL);
    pthread_setspecific(equipment_key, self);
    own = self;
    return true;
}

static void set_timer(uint64_t micros) {
    if (!own->has_timer) return;
    struct itimerspec when = {.it_value = {.tv_sec = (time_t)(micros / 1000000), .tv_nsec = (long)(micros % 1000000) * 1000}};
    timer_settime(own->timer, 0, &when, NULL);
}

sl_status sl_guard_call(void (*function)(void *), void *context, uint64_t deadline_micros) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, sl_guard_install);
    if (!equip()) return SL_NO_MEMORY;
    frame here = {.outer = innermost};
    sl_status status = (sl_status)sigsetjmp(here.jump, 0);
    if (status == SL_PARSED) {
        innermost = &here;
        if (deadline_micros) set_timer(deadline_micros);
        function(context);
    }
    innermost = here.outer;
    // A signal still in flight is delivered on return from this system call, where no guard of ours is left to jump to.
    if (deadline_micros) set_timer(0);
    return status;
}
