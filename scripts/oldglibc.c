/* The few names in which a binary linked on Debian 12 asks for a newer glibc than the rest of it does. Linked into the release
   (scripts/release-build), so that it runs wherever glibc is 2.34 or newer: RHEL 9, Ubuntu 22.04, Amazon Linux 2023. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

/* Not for others: nothing the dynamic loader brings may meet these. */
#define OURS __attribute__((visibility("hidden")))

/* glibc 2.36. libstdc++'s random_device asks for it. */
OURS uint32_t arc4random(void) {
    uint32_t number;
    /* getrandom gives up to 256 bytes whole; it fails only where a filter forbids it, and there is no other honest answer then. */
    if (getrandom(&number, sizeof number, 0) != sizeof number) abort();
    return number;
}

/* glibc 2.35 gave hypot a second version that leaves errno alone; the linker is told to wrap the name. Foundation's CGFloat names it. */
#if defined(__x86_64__)
#define OLD "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define OLD "GLIBC_2.17"
#endif

double old_hypot(double, double);
float old_hypotf(float, float);
__asm__(".symver old_hypot,hypot@" OLD);
__asm__(".symver old_hypotf,hypotf@" OLD);

OURS double __wrap_hypot(double x, double y) { return old_hypot(x, y); }
OURS float __wrap_hypotf(float x, float y) { return old_hypotf(x, y); }

#ifdef DLFO_STRUCT_HAS_EH_DBASE
/* glibc 2.35. The unwinder of gcc 12 and newer asks it where the unwind tables of the code at `pc` are, and asks nobody else. This asks
   as unwinders did before: of one loaded object after another. Its answer is what is documented of `_dl_find_object` (glibc manual,
   "Dynamic Linker Introspection"), but for the link map, which unwinding does not need. */
struct search {
    uintptr_t pc;
    struct dl_find_object *found;
};

static int visit(struct dl_phdr_info *object, size_t size, void *data) {
    (void)size;
    struct search *search = data;
    uintptr_t start = UINTPTR_MAX, end = 0, tables = 0;
    int holds = 0;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *header = &object->dlpi_phdr[i];
        uintptr_t address = object->dlpi_addr + header->p_vaddr;
        if (header->p_type == PT_GNU_EH_FRAME) tables = address;
        if (header->p_type != PT_LOAD) continue;
        if (address < start) start = address;
        if (address + header->p_memsz > end) end = address + header->p_memsz;
        if (search->pc - address < header->p_memsz) holds = 1;
    }
    if (!holds || !tables) return 0;
    *search->found = (struct dl_find_object){.dlfo_map_start = (void *)start, .dlfo_map_end = (void *)end, .dlfo_eh_frame = (void *)tables};
    return 1;
}

OURS int _dl_find_object(void *pc, struct dl_find_object *found) {
    struct search search = {(uintptr_t)pc, found};
    return dl_iterate_phdr(visit, &search) == 1 ? 0 : -1;
}
#endif
