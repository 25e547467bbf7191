/* Preloaded into a process under test: ends it with SIGKILL at the n-th call that changes a file below a path. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static char under[PATH_MAX];
static volatile long deadly = -1;
static volatile long seen = 0;

/* Count calls below `path` from now on; the `at`-th, counted from 1, ends the process; 0 only counts. */
void kills_arm(const char *path, long at) {
    strncpy(under, path, sizeof under - 1);
    deadly = at;
    seen = 0;
}

long kills_seen(void) { return seen; }

static int counted(const char *path) {
    if (deadly < 0 || path == NULL || strncmp(path, under, strlen(under)) != 0) return 0;
    long mine = __sync_add_and_fetch(&seen, 1);
    return deadly > 0 && mine == deadly;
}

static int counted_fd(int fd) {
    char link[64], path[PATH_MAX];
    if (deadly < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path - 1);
    if (size < 0) return 0;
    path[size] = 0;
    return counted(path);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

#define REAL(name) __typeof__(name) *real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* A write at the deadly call is torn: half of its bytes arrive. */
ssize_t write(int fd, const void *bytes, size_t size) {
    REAL(write);
    if (counted_fd(fd)) { real(fd, bytes, size / 2); die(); }
    return real(fd, bytes, size);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at) {
    REAL(pwrite);
    if (counted_fd(fd)) { real(fd, bytes, size / 2, at); die(); }
    return real(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at) {
    REAL(pwrite64);
    if (counted_fd(fd)) { real(fd, bytes, size / 2, at); die(); }
    return real(fd, bytes, size, at);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    if (counted_fd(fd)) die();
    return real(fd, parts, count);
}

size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
    REAL(fwrite);
    if (counted_fd(fileno(file))) { real(bytes, size, count / 2, file); fflush(file); die(); }
    return real(bytes, size, count, file);
}

#define ON_FD(name, type, parameters, arguments)      \
    int name parameters {                             \
        REAL(name);                                   \
        if (counted_fd(fd)) die();                    \
        return real arguments;                        \
    }
ON_FD(fsync, int, (int fd), (fd))
ON_FD(fdatasync, int, (int fd), (fd))
ON_FD(ftruncate, int, (int fd, off_t size), (fd, size))
ON_FD(ftruncate64, int, (int fd, off64_t size), (fd, size))

int unlink(const char *path) {
    REAL(unlink);
    if (counted(path)) die();
    return real(path);
}

int rename(const char *from, const char *to) {
    REAL(rename);
    if (counted(to)) die();
    return real(from, to);
}

#define OPENING(name)                                                     \
    int name(const char *path, int flags, ...) {                          \
        REAL(name);                                                       \
        va_list rest;                                                     \
        va_start(rest, flags);                                            \
        mode_t mode = va_arg(rest, mode_t);                               \
        va_end(rest);                                                     \
        if ((flags & (O_CREAT | O_TRUNC)) && counted(path)) die();        \
        return real(path, flags, mode);                                   \
    }
OPENING(open)
OPENING(open64)
