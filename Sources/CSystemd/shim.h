#pragma once
#include <sys/timex.h>
#include <systemd/sd-daemon.h>

/// Whether the kernel's clock is kept in step by somebody; only looks (adjtimex(2)).
static inline int csystemd_clock_is_synchronised(void) {
    struct timex state = {0};
    return adjtimex(&state) != TIME_ERROR;
}
