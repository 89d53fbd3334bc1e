// A disk and a clock that fail when a test says so, preloaded into the program that ships (ld.so(8)).
//
// Calls that change the watched files are numbered steps; at a given step the program is killed, or
// the call fails as disks fail. Beside each file stands what the disk is bound to have kept of it:
// only what fsync made durable. A power cut puts that in the file's place, with some of the sectors
// that were on their way.
//
// A daemon whose store is a server's has no such files: what it sends to that server is numbered
// instead, and the server itself can be killed at a step.
//
//   FAULTY_DISK_FILES    the path that all watched files begin with
//   FAULTY_DISK_CONTROL  a file of `struct control`, shared with the test
//   FAULTY_DISK_PORT     the port of the store's server on 127.0.0.1; may be left out

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum kind {
    KILL = 1,        // before the step
    TORN = 2,        // after half of the step's octets
    POWER_CUT = 3,   // before the step, and what was not synced is lost
    FULL = 4,        // a write that needs room has none
    WRITE_ERROR = 5, // a write fails
    SYNC_ERROR = 6,  // a sync fails, and what it was for is never written (as Linux does)
    READ_ERROR = 7,  // a read fails; counted apart
    SHORT = 8,       // a write takes only half
    READ_ONLY = 9,   // whatever would change a file is refused
    LYING = 10,      // a sync does nothing and says it did
    DEAF = 11,       // after the step, before the program hears what came of it
    PEER_KILL = 12,  // the store's server is killed before the step
    PEER_STOP = 13,  // it is stopped at once, without tidying up (SIGQUIT)
};

struct control {
    int64_t steps;     // how many there were
    int64_t reads;     // the same for reads
    int64_t first;     // the fault strikes from this step on; 0: never
    int64_t last;      // up to this one
    int64_t kind;
    int64_t seed;      // which sectors survive a power cut
    int64_t struck;    // how often it did
    int64_t shift;     // seconds that the wall clock is wrong by
    int64_t peer;      // the process of the store's server
};

enum { FILES_MAX = 16, DESCRIPTORS_MAX = 65536, SECTOR = 512 };

struct range {
    off_t start, end;
};

struct file {
    char path[512];
    int is_durable;        // its name is in the folder for good
    int is_shadowed;       // false for the index of the log, which is made anew after a crash
    char *kept;            // what the disk has
    off_t kept_size;
    struct range *dirty;   // what it was not told to keep yet
    size_t dirty_count, dirty_room;
};

static struct control *control;
static const char *prefix;
static char folder[512];
static struct file files[FILES_MAX];
static int files_count;
static unsigned char owner[DESCRIPTORS_MAX]; // index in `files` and 1; or one of these:
enum { FOLDER = 255, SERVER = 254 };
static in_port_t server_port;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))real((void **)&real_##name, #name))

static void *real(void **slot, const char *name) {
    if (*slot == NULL) *slot = dlsym(RTLD_NEXT, name);
    return *slot;
}

static void *real_close, *real_pwrite64, *real_write, *real_pread64, *real_read, *real_open64;
static void *real_ftruncate64, *real_fdatasync, *real_unlink, *real_rename;
static void *real_clock_gettime, *real_connect, *real_send;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("FAULTY_DISK_CONTROL");
    const char *port = getenv("FAULTY_DISK_PORT");
    prefix = getenv("FAULTY_DISK_FILES");
    if (path == NULL || prefix == NULL) return;
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    void *page = descriptor < 0 ? MAP_FAILED
        : mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (page == MAP_FAILED) _exit(70);
    syscall(SYS_close, descriptor);
    control = page;
    if (port != NULL) server_port = htons((in_port_t)atoi(port));
    char copy[512];
    snprintf(copy, sizeof copy, "%s", prefix);
    snprintf(folder, sizeof folder, "%s", dirname(copy));
}

// MARK: What the disk has

static struct file *file_of(int descriptor) {
    if (control == NULL || descriptor < 0 || descriptor >= DESCRIPTORS_MAX) return NULL;
    int index = owner[descriptor];
    return index == 0 || index >= SERVER ? NULL : &files[index - 1];
}

static off_t size_of(int descriptor) {
    struct stat found;
    return fstat(descriptor, &found) == 0 ? found.st_size : 0;
}

static void keep(struct file *file, int descriptor, off_t start, off_t end) {
    if (end > file->kept_size) {
        file->kept = realloc(file->kept, (size_t)end);
        memset(file->kept + file->kept_size, 0, (size_t)(end - file->kept_size));
        file->kept_size = end;
    }
    while (start < end) {
        ssize_t count =
            syscall(SYS_pread64, descriptor, file->kept + start, (size_t)(end - start), start);
        if (count <= 0) return;
        start += count;
    }
}

static void spoil(struct file *file, off_t start, off_t end) {
    if (file->dirty_count == file->dirty_room) {
        file->dirty_room = file->dirty_room * 2 + 64;
        file->dirty = realloc(file->dirty, file->dirty_room * sizeof *file->dirty);
    }
    file->dirty[file->dirty_count++] = (struct range){start, end};
}

static void make_durable(struct file *file, int descriptor) {
    off_t size = size_of(descriptor);
    for (size_t place = 0; place < file->dirty_count; place++) {
        off_t end = file->dirty[place].end;
        keep(file, descriptor, file->dirty[place].start, end < size ? end : size);
    }
    file->dirty_count = 0;
    if (size > file->kept_size) keep(file, descriptor, file->kept_size, size);
    file->kept_size = size;
}

static struct file *watch(const char *path, int descriptor, int is_new) {
    for (int index = 0; index < files_count; index++) {
        if (strcmp(files[index].path, path) != 0) continue;
        owner[descriptor] = (unsigned char)(index + 1);
        if (is_new) { // It was removed and made anew.
            files[index].kept_size = 0;
            files[index].dirty_count = 0;
            files[index].is_durable = 0;
        }
        return &files[index];
    }
    if (files_count == FILES_MAX || descriptor >= DESCRIPTORS_MAX) _exit(70);
    struct file *file = &files[files_count++];
    snprintf(file->path, sizeof file->path, "%s", path);
    file->is_durable = !is_new;
    size_t length = strlen(path);
    file->is_shadowed = length < 4 || strcmp(path + length - 4, "-shm") != 0;
    owner[descriptor] = (unsigned char)files_count;
    if (file->is_shadowed) keep(file, descriptor, 0, size_of(descriptor));
    return file;
}

static uint64_t next_random(uint64_t *state) { // SplitMix64
    uint64_t mixed = (*state += 0x9E3779B97F4A7C15);
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return mixed ^ (mixed >> 31);
}

static void cut_power(void) {
    uint64_t random = (uint64_t)control->seed;
    // None, some or all of what was on its way arrives; the seed says, a negative one none.
    uint64_t share = control->seed < 0 ? 0 : next_random(&random) % 3 * 50;
    for (int index = 0; index < files_count; index++) {
        struct file *file = &files[index];
        if (!file->is_shadowed) continue;
        int descriptor = (int)syscall(SYS_openat, AT_FDCWD, file->path, O_RDWR | O_CLOEXEC);
        if (descriptor < 0) continue;
        for (size_t place = 0; place < file->dirty_count; place++) {
            struct range range = file->dirty[place];
            for (off_t start = range.start; start < range.end;) {
                off_t end = (start / SECTOR + 1) * SECTOR;
                if (end > range.end) end = range.end;
                if (next_random(&random) % 100 < share) keep(file, descriptor, start, end);
                start = end;
            }
        }
        syscall(SYS_ftruncate, descriptor, file->kept_size);
        for (off_t start = 0; start < file->kept_size;) {
            ssize_t count = syscall(
                SYS_pwrite64, descriptor, file->kept + start, (size_t)(file->kept_size - start),
                start);
            if (count <= 0) break;
            start += count;
        }
        syscall(SYS_close, descriptor);
        if (!file->is_durable && next_random(&random) % 2 == 0)
            syscall(SYS_unlinkat, AT_FDCWD, file->path, 0);
    }
}

// MARK: The steps

static void die(void) {
    syscall(SYS_kill, getpid(), SIGKILL);
    for (;;) pause();
}

static int strikes(int64_t place) {
    if (control->first == 0 || place < control->first || place > control->last) return 0;
    return 1;
}

/// Counts a step and kills the program if it is its turn; else the fault that the call must play.
static enum kind step(void) {
    int64_t place = ++control->steps;
    if (control->kind == READ_ERROR || !strikes(place)) return 0;
    control->struck++;
    if (control->kind == POWER_CUT) cut_power();
    if (control->kind == POWER_CUT || control->kind == KILL) die();
    if (control->kind == PEER_KILL) syscall(SYS_kill, (pid_t)control->peer, SIGKILL);
    if (control->kind == PEER_STOP) syscall(SYS_kill, (pid_t)control->peer, SIGQUIT);
    return (enum kind)control->kind;
}

static int fails(int code) {
    errno = code;
    return -1;
}

static ssize_t watched_write(
    struct file *file, int descriptor, const void *bytes, size_t count, off_t at) {
    pthread_mutex_lock(&lock);
    enum kind fault = step();
    int code = 0;
    if (fault == READ_ONLY) code = EROFS;
    if (fault == WRITE_ERROR) code = EIO;
    if (fault == FULL && at + (off_t)count > size_of(descriptor)) code = ENOSPC;
    if ((fault == SHORT || fault == TORN) && count > 1) count /= 2;
    ssize_t done = -1;
    if (code == 0) done = REAL(pwrite64)(descriptor, bytes, count, at);
    if (done > 0 && file->is_shadowed) spoil(file, at, at + done);
    if (fault == TORN) die();
    pthread_mutex_unlock(&lock);
    return code == 0 ? done : fails(code);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t at) {
    struct file *file = file_of(descriptor);
    if (file == NULL) return REAL(pwrite64)(descriptor, bytes, count, at);
    return watched_write(file, descriptor, bytes, count, at);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t at) {
    return pwrite64(descriptor, bytes, count, at);
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    struct file *file = file_of(descriptor);
    if (file == NULL) return REAL(write)(descriptor, bytes, count);
    off_t at = lseek(descriptor, 0, SEEK_CUR);
    ssize_t done = watched_write(file, descriptor, bytes, count, at);
    if (done > 0) lseek(descriptor, at + done, SEEK_SET);
    return done;
}

int ftruncate64(int descriptor, off64_t size) {
    struct file *file = file_of(descriptor);
    if (file == NULL) return REAL(ftruncate64)(descriptor, size);
    pthread_mutex_lock(&lock);
    enum kind fault = step();
    int code = fault == READ_ONLY ? EROFS : fault == WRITE_ERROR ? EIO : 0;
    if (fault == FULL && size > size_of(descriptor)) code = ENOSPC;
    int result = code == 0 ? REAL(ftruncate64)(descriptor, size) : -1;
    if (fault == TORN) die();
    pthread_mutex_unlock(&lock);
    return code == 0 ? result : fails(code);
}

int ftruncate(int descriptor, off_t size) { return ftruncate64(descriptor, size); }

int fdatasync(int descriptor) {
    struct file *file = file_of(descriptor);
    int is_folder = control != NULL && descriptor >= 0 && descriptor < DESCRIPTORS_MAX
        && owner[descriptor] == FOLDER;
    if (file == NULL && !is_folder) return REAL(fdatasync)(descriptor);
    pthread_mutex_lock(&lock);
    enum kind fault = step();
    int result = 0;
    if (fault == SYNC_ERROR) {
        if (file != NULL) file->dirty_count = 0;
        result = EIO;
    } else if (fault != LYING) {
        if (REAL(fdatasync)(descriptor) != 0) result = errno;
        if (result == 0 && file != NULL && file->is_shadowed) make_durable(file, descriptor);
        for (int index = 0; is_folder && index < files_count; index++) files[index].is_durable = 1;
    }
    if (fault == TORN) die();
    pthread_mutex_unlock(&lock);
    return result == 0 ? 0 : fails(result);
}

int fsync(int descriptor) { return fdatasync(descriptor); }

static int is_watched(const char *path) {
    return control != NULL && strncmp(path, prefix, strlen(prefix)) == 0;
}

int unlink(const char *path) {
    if (!is_watched(path)) return REAL(unlink)(path);
    pthread_mutex_lock(&lock);
    enum kind fault = step();
    int result = fault == READ_ONLY ? fails(EROFS) : REAL(unlink)(path);
    if (fault == TORN) die();
    pthread_mutex_unlock(&lock);
    return result;
}

int rename(const char *from, const char *to) {
    if (!is_watched(from) && !is_watched(to)) return REAL(rename)(from, to);
    pthread_mutex_lock(&lock);
    enum kind fault = step();
    int result = fault == READ_ONLY ? fails(EROFS) : REAL(rename)(from, to);
    if (fault == TORN) die();
    pthread_mutex_unlock(&lock);
    return result;
}

int open64(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    if (control == NULL) return REAL(open64)(path, flags, mode);
    if (strcmp(path, folder) == 0) {
        int descriptor = REAL(open64)(path, flags, mode);
        if (descriptor >= 0 && descriptor < DESCRIPTORS_MAX) owner[descriptor] = FOLDER;
        return descriptor;
    }
    if (!is_watched(path)) return REAL(open64)(path, flags, mode);
    pthread_mutex_lock(&lock);
    int is_new = (flags & O_CREAT) != 0 && access(path, F_OK) != 0;
    enum kind fault = is_new ? step() : 0;
    int is_refused = (control->kind == READ_ONLY && strikes(control->steps)
                      && (flags & O_ACCMODE) != O_RDONLY)
        || (fault == FULL);
    int code = fault == FULL ? ENOSPC : EROFS;
    int descriptor = is_refused ? -1 : REAL(open64)(path, flags, mode);
    if (descriptor >= 0) watch(path, descriptor, is_new);
    if (fault == TORN) die();
    pthread_mutex_unlock(&lock);
    return is_refused ? fails(code) : descriptor;
}

int open(const char *path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    return open64(path, flags, mode);
}

int close(int descriptor) {
    if (descriptor >= 0 && descriptor < DESCRIPTORS_MAX) owner[descriptor] = 0;
    return REAL(close)(descriptor);
}

static int read_fails(int descriptor) {
    if (file_of(descriptor) == NULL) return 0;
    pthread_mutex_lock(&lock);
    int64_t place = ++control->reads;
    int is_turn = control->kind == READ_ERROR && strikes(place);
    if (is_turn) control->struck++;
    pthread_mutex_unlock(&lock);
    return is_turn;
}

ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t at) {
    if (read_fails(descriptor)) return fails(EIO);
    return REAL(pread64)(descriptor, bytes, count, at);
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t at) {
    return pread64(descriptor, bytes, count, at);
}

ssize_t read(int descriptor, void *bytes, size_t count) {
    if (read_fails(descriptor)) return fails(EIO);
    return REAL(read)(descriptor, bytes, count);
}

// MARK: The store's server

int connect(int descriptor, const struct sockaddr *address, socklen_t length) {
    if (control != NULL && server_port != 0 && address->sa_family == AF_INET
        && ((const struct sockaddr_in *)address)->sin_port == server_port
        && descriptor < DESCRIPTORS_MAX) owner[descriptor] = SERVER;
    return REAL(connect)(descriptor, address, length);
}

ssize_t send(int descriptor, const void *bytes, size_t count, int flags) {
    if (control == NULL || descriptor < 0 || descriptor >= DESCRIPTORS_MAX
        || owner[descriptor] != SERVER) return REAL(send)(descriptor, bytes, count, flags);
    pthread_mutex_lock(&lock);
    enum kind fault = step();
    if (fault == TORN && count > 1) count /= 2;
    ssize_t done = REAL(send)(descriptor, bytes, count, flags);
    if (fault == TORN || fault == DEAF) die();
    pthread_mutex_unlock(&lock);
    return done;
}

// MARK: The clock

int clock_gettime(clockid_t clock, struct timespec *moment) {
    int result = REAL(clock_gettime)(clock, moment);
    if (control != NULL && clock == CLOCK_REALTIME) moment->tv_sec += control->shift;
    return result;
}

int gettimeofday(struct timeval *restrict moment, void *restrict zone) {
    (void)zone;
    struct timespec precise;
    int result = clock_gettime(CLOCK_REALTIME, &precise);
    moment->tv_sec = precise.tv_sec;
    moment->tv_usec = precise.tv_nsec / 1000;
    return result;
}
