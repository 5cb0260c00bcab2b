/* Writes down, in order, everything a process does to the files of one folder, so that tests/it/power.rs can build what a disk may
 * hold after a loss of power. Preloaded; POWER_FOLDER names the folder, POWER_LOG the record, POWER_DEAF (optional) the end of the
 * names of files whose syncs are not written down, as if they were never asked for.
 *
 * One record: kind, length of the name, name, offset, length of the data, data; numbers little-endian as the machine has them.
 *   C create  U unlink  W write at offset  T truncate to offset  S sync of a file  D sync of the folder  X something not modelled
 *
 * The syncs themselves are left out: what counts is the order, and the test ends sooner. Files ending in -shm are not followed, since
 * SQLite builds them anew after a crash. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
#define NAME 256

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char names[FILES][NAME]; /* by file descriptor; empty: not followed */
static int record = -1;
static const char *folder, *deaf;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
    folder = getenv("POWER_FOLDER");
    deaf = getenv("POWER_DEAF");
    const char *path = getenv("POWER_LOG");
    if (folder && path) record = REAL(open)(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void note(char kind, const char *name, uint64_t offset, const void *data, uint32_t length) {
    uint32_t name_length = strlen(name);
    struct iovec parts[] = {{&kind, 1},     {&name_length, 4}, {(void *)name, name_length},
                            {&offset, 8}, {&length, 4},      {(void *)data, length}};
    ssize_t all = 1 + 4 + name_length + 8 + 4 + length;
    if (writev(record, parts, 6) != all) abort();
}

/* The name inside the folder: "." for the folder itself, NULL if it is elsewhere or not followed. */
static const char *inside(const char *path) {
    size_t length;
    if (record < 0 || !path) return NULL;
    length = strlen(folder);
    if (strncmp(path, folder, length) != 0) return NULL;
    if (path[length] == 0) return ".";
    if (path[length] != '/') return NULL;
    path += length + 1;
    length = strlen(path);
    if (length >= NAME) abort();
    if (length > 4 && strcmp(path + length - 4, "-shm") == 0) return NULL;
    return *path ? path : ".";
}

static const char *name_of(int fd) {
    return record >= 0 && fd >= 0 && fd < FILES && names[fd][0] ? names[fd] : NULL;
}

static int opened(const char *path, int flags, mode_t mode) {
    const char *name = inside(path);
    struct stat before;
    int missing, fd;
    if (!name) return REAL(open)(path, flags, mode);
    pthread_mutex_lock(&lock);
    missing = stat(path, &before) != 0;
    fd = REAL(open)(path, flags, mode);
    if (fd >= FILES) abort();
    if (fd >= 0) {
        strcpy(names[fd], name);
        if (missing) note('C', name, 0, "", 0);
        else if (flags & O_TRUNC) note('T', name, 0, "", 0);
    }
    pthread_mutex_unlock(&lock);
    return fd;
}

static mode_t mode_of(int flags, va_list rest) {
    return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
}

#define OPEN(function)                                  \
    int function(const char *path, int flags, ...) {    \
        va_list rest;                                   \
        mode_t mode;                                    \
        va_start(rest, flags);                          \
        mode = mode_of(flags, rest);                    \
        va_end(rest);                                   \
        return opened(path, flags, mode);               \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    int outcome;
    pthread_mutex_lock(&lock);
    if (fd >= 0 && fd < FILES) names[fd][0] = 0;
    outcome = REAL(close)(fd);
    pthread_mutex_unlock(&lock);
    return outcome;
}

ssize_t write(int fd, const void *data, size_t length) {
    const char *name = name_of(fd);
    ssize_t done;
    if (!name) return REAL(write)(fd, data, length);
    pthread_mutex_lock(&lock);
    done = REAL(write)(fd, data, length);
    if (done > 0) note('W', name, (uint64_t)(lseek(fd, 0, SEEK_CUR) - done), data, done);
    pthread_mutex_unlock(&lock);
    return done;
}

#define PWRITE(function, offset_type)                                                       \
    ssize_t function(int fd, const void *data, size_t length, offset_type offset) {         \
        const char *name = name_of(fd);                                                     \
        ssize_t done;                                                                       \
        if (!name) return REAL(function)(fd, data, length, offset);                         \
        pthread_mutex_lock(&lock);                                                          \
        done = REAL(function)(fd, data, length, offset);                                    \
        if (done > 0) note('W', name, (uint64_t)offset, data, done);                        \
        pthread_mutex_unlock(&lock);                                                        \
        return done;                                                                        \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define FTRUNCATE(function, offset_type)                                    \
    int function(int fd, offset_type length) {                              \
        const char *name = name_of(fd);                                     \
        int outcome;                                                        \
        if (!name) return REAL(function)(fd, length);                       \
        pthread_mutex_lock(&lock);                                          \
        outcome = REAL(function)(fd, length);                               \
        if (outcome == 0) note('T', name, (uint64_t)length, "", 0);         \
        pthread_mutex_unlock(&lock);                                        \
        return outcome;                                                     \
    }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

static int synced(int fd) {
    const char *name = name_of(fd);
    size_t length, end;
    if (!name) return 0;
    length = strlen(name);
    end = deaf ? strlen(deaf) : 0;
    if (end && length >= end && strcmp(name + length - end, deaf) == 0) return 0;
    pthread_mutex_lock(&lock);
    note(strcmp(name, ".") == 0 ? 'D' : 'S', name, 0, "", 0);
    pthread_mutex_unlock(&lock);
    return 0;
}

int fsync(int fd) { return name_of(fd) ? synced(fd) : REAL(fsync)(fd); }
int fdatasync(int fd) { return name_of(fd) ? synced(fd) : REAL(fdatasync)(fd); }

int unlink(const char *path) {
    const char *name = inside(path);
    int outcome;
    if (!name) return REAL(unlink)(path);
    pthread_mutex_lock(&lock);
    outcome = REAL(unlink)(path);
    if (outcome == 0) note('U', name, 0, "", 0);
    pthread_mutex_unlock(&lock);
    return outcome;
}

int rename(const char *from, const char *to) {
    int outcome = REAL(rename)(from, to);
    if (outcome == 0 && (inside(from) || inside(to))) {
        pthread_mutex_lock(&lock);
        note('X', "rename", 0, "", 0);
        pthread_mutex_unlock(&lock);
    }
    return outcome;
}
