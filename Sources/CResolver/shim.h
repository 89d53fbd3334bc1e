#pragma once
#include <sys/types.h>
#include <netinet/in.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <string.h>

// The functions' names are macros, which Swift does not see.

static inline int cresolver_open(struct __res_state *state) {
    memset(state, 0, sizeof *state);
    int failed = res_ninit(state);
    // Names are asked for as they stand, never with the machine's own domain behind them.
    state->options &= ~(RES_DNSRCH | RES_DEFNAMES);
    return failed;
}

static inline void cresolver_close(struct __res_state *state) { res_nclose(state); }

/// Sets the server of that place, in network order; `count` are there in all.
static inline void cresolver_set_server(
    struct __res_state *state, int place, int count, in_addr_t address, in_port_t port
) {
    struct sockaddr_in server;
    memset(&server, 0, sizeof server);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = address;
    server.sin_port = port;
    state->nsaddr_list[place] = server;
    state->nscount = count;
}

static inline int cresolver_query(
    struct __res_state *state, const char *name, int type, unsigned char *answer, int size
) {
    return res_nquery(state, name, ns_c_in, type, answer, size);
}

/// The octets of a name at `place` in a message, or -1.
static inline int cresolver_name(
    const unsigned char *message, int size, const unsigned char *place, char *name, int room
) {
    return dn_expand(message, message + size, place, name, room);
}
