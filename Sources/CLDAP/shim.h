#pragma once
#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <lber.h>
#include <ldap.h>

/// The number of TLS 1.2 for LDAP_OPT_X_TLS_PROTOCOL_MIN; Swift does not see the macro.
static inline int cldap_tls_1_2(void) { return LDAP_OPT_X_TLS_PROTOCOL_TLS1_2; }

// A deadline below TLS.
//
// libldap's timeouts stop at the TCP connection and at waiting for an answer. While TLS shakes
// hands with a peer that says nothing, libldap 2.5 with GnuTLS asks a non-blocking socket again
// and again, for ever and with a whole processor; and a peer that sends half a record blocks a
// read for ever. This layer of the socket waits for the peer itself, up to one deadline, and then
// fails for good. It also writes without SIGPIPE.

/// Until when the socket of one handle may keep its caller waiting (CLOCK_MONOTONIC).
struct cldap_deadline {
    int64_t at_ms;
    int has_passed;
};

static inline int64_t cldap_now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static inline int cldap_wait(Sockbuf_IO_Desc *layer, ber_socket_t *descriptor, short events) {
    struct cldap_deadline *deadline = (struct cldap_deadline *)layer->sbiod_pvt;
    if (ber_sockbuf_ctrl(layer->sbiod_sb, LBER_SB_OPT_GET_FD, descriptor) == -1) {
        errno = ENOTCONN;
        return -1;
    }
    for (;;) {
        int64_t left = deadline->at_ms - cldap_now_ms();
        if (left < 0) left = 0;
        if (left > INT32_MAX) left = INT32_MAX;
        struct pollfd wanted = {*descriptor, events, 0};
        int ready = poll(&wanted, 1, (int)left);
        if (ready > 0) return 0;
        if (ready < 0 && errno == EINTR) continue;
        if (ready == 0) {
            deadline->has_passed = 1;
            errno = ETIMEDOUT;
        }
        return -1;
    }
}

static inline int cldap_layer_setup(Sockbuf_IO_Desc *layer, void *deadline) {
    layer->sbiod_pvt = deadline;
    return 0;
}

static inline int cldap_layer_remove(Sockbuf_IO_Desc *layer) {
    layer->sbiod_pvt = NULL;
    return 0;
}

static inline int cldap_layer_ctrl(Sockbuf_IO_Desc *layer, int option, void *argument) {
    return LBER_SBIOD_CTRL_NEXT(layer, option, argument);
}

static inline ber_slen_t cldap_layer_read(Sockbuf_IO_Desc *layer, void *buffer, ber_len_t length) {
    for (;;) {
        ber_socket_t descriptor;
        if (cldap_wait(layer, &descriptor, POLLIN) != 0) return -1;
        ber_slen_t count = recv(descriptor, buffer, length, 0);
        if (count >= 0 || (errno != EAGAIN && errno != EINTR)) return count;
    }
}

static inline ber_slen_t cldap_layer_write(Sockbuf_IO_Desc *layer, void *buffer, ber_len_t length) {
    for (;;) {
        ber_socket_t descriptor;
        if (cldap_wait(layer, &descriptor, POLLOUT) != 0) return -1;
        ber_slen_t count = send(descriptor, buffer, length, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count >= 0 || (errno != EAGAIN && errno != EINTR)) return count;
    }
}

static Sockbuf_IO cldap_layer = {
    cldap_layer_setup, cldap_layer_remove, cldap_layer_ctrl,
    cldap_layer_read,  cldap_layer_write,  NULL,
};

/// The socket of a handle, connected or not; NULL when there is none.
static inline Sockbuf *cldap_socket(LDAP *handle) {
    Sockbuf *socket = NULL;
    if (ldap_get_option(handle, LDAP_OPT_SOCKBUF, &socket) != LDAP_OPT_SUCCESS) return NULL;
    return socket;
}

/// Puts the deadline between TCP and TLS, and bounds the size of one answer.
/// The deadline must outlive the handle.
static inline int cldap_limit(LDAP *handle, struct cldap_deadline *deadline, ber_len_t answer_max) {
    Sockbuf *socket = cldap_socket(handle);
    if (socket == NULL) return -1;
    if (ber_sockbuf_ctrl(socket, LBER_SB_OPT_SET_MAX_INCOMING, &answer_max) < 0) return -1;
    int level = (LBER_SBIOD_LEVEL_PROVIDER + LBER_SBIOD_LEVEL_TRANSPORT) / 2;
    return ber_sockbuf_add_io(socket, &cldap_layer, level, deadline);
}

/// True while the handle has its connection. Without one, the next operation may quietly open
/// another, and that one without StartTLS.
static inline int cldap_is_connected(LDAP *handle) {
    Sockbuf *socket = cldap_socket(handle);
    return socket != NULL && ber_sockbuf_ctrl(socket, LBER_SB_OPT_GET_FD, NULL) != -1;
}
