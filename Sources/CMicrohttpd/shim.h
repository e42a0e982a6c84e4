#pragma once
#include <microhttpd.h>
#include <netdb.h>
#include <sys/socket.h>

/* MHD_start_daemon is variadic, which Swift does not call. The listening socket is ours: this daemon is handed connections. */
static inline struct MHD_Daemon *cm_start_daemon(
    MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed, void *me, unsigned int connections,
    unsigned int patience) {
    return MHD_start_daemon(
        MHD_USE_AUTO | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_NO_LISTEN_SOCKET | MHD_USE_ITC, 0, NULL, NULL, handler, me,
        MHD_OPTION_NOTIFY_COMPLETED, completed, me, MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_TIMEOUT,
        patience, MHD_OPTION_END);
}

static inline const struct sockaddr *cm_peer(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    return info ? info->client_addr : NULL;
}

static inline struct MHD_Response *cm_response(const void *bytes, size_t count) {
    return MHD_create_response_from_buffer(count, (void *) bytes, MHD_RESPMEM_MUST_COPY);
}

/* MHD_YES and MHD_NO are macros besides enumerators, which hides them from Swift. */
static inline enum MHD_Result cm_yes(void) { return MHD_YES; }
static inline enum MHD_Result cm_no(void) { return MHD_NO; }

/* A daemon with a listening socket of its own, whose connections may wait for their answers. */
static inline struct MHD_Daemon *cm_start_server(
    const struct sockaddr *address, MHD_AccessHandlerCallback handler, MHD_RequestCompletedCallback completed, void *me) {
    return MHD_start_daemon(
        MHD_USE_POLL | MHD_USE_INTERNAL_POLLING_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, handler, me,
        MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_NOTIFY_COMPLETED, completed, me, MHD_OPTION_END);
}

static inline int cm_port(struct MHD_Daemon *daemon) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

static inline int cm_socket(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    return info ? (int) info->connect_fd : -1;
}
