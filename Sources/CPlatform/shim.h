// What glibc has and Swift's Glibc module does not show: gettext, getopt_long, pty and memfd calls.
// _GNU_SOURCE must not be defined here: it gives fd_set another shape than Foundation's modules know, and a file could
// not import both. What only it shows is declared by hand at the end.
#pragma once
#include <asm/socket.h>
#include <fcntl.h>
#include <getopt.h>
#include <libintl.h>
#include <locale.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

extern int _nl_msg_cat_cntr;

// gettext caches by language; glibc documents this counter as the way to say that LANGUAGE has changed.
static inline void cordboard_language_changed(void) { ++_nl_msg_cat_cntr; }

// optarg, optind and friends are mutable C globals, which Swift 6 does not let through.
static inline char *cordboard_optarg(void) { return optarg; }
static inline int cordboard_optind(void) { return optind; }
static inline int cordboard_optopt(void) { return optopt; }
static inline void cordboard_reset_getopt(void) { optind = 0; opterr = 0; }

static inline int cordboard_window_size(int fd, struct winsize *size) { return ioctl(fd, TIOCGWINSZ, size); }
static inline int cordboard_set_window_size(int fd, const struct winsize *size) { return ioctl(fd, TIOCSWINSZ, size); }

// <sys/socket.h> must not be read here: its enumerations would belong to this module, and be missing wherever Glibc alone is imported.
extern int getsockopt(int fd, int level, int name, void *value, socklen_t *size);

// Which user connected to a socket of this machine; -1 where the kernel does not say. (struct ucred is GNU's.)
static inline int cordboard_peer_user(int fd, uid_t *user) {
    struct { pid_t process; uid_t user; gid_t group; } peer;
    socklen_t size = sizeof peer;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return -1;
    *user = peer.user;
    return 0;
}

// GNU calls.
extern int pipe2(int ends[2], int flags);
extern int memfd_create(const char *name, unsigned int flags);
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

// How many columns a terminal is likely to give a character (X/Open).
#include <wchar.h>
extern int wcwidth(wchar_t character);

// openpty, but close-on-exec from the first moment, so that a program started by another thread does not hold the terminal.
extern int posix_openpt(int flags);
extern int grantpt(int master);
extern int unlockpt(int master);
extern int ptsname_r(int master, char *name, size_t capacity);

// Finds octets in octets; NULL where they are nowhere.
extern void *memmem(const void *octets, size_t count, const void *sought, size_t length);
