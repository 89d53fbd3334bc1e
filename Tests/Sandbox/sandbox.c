// Runs a program under what systemd/helpdeskd.service takes away, where systemd itself does not run.
//
//   sandbox UID NUMBERS WRITABLE PROGRAM ARGUMENTS...
//
// As root: everything is mounted read-only but the folder WRITABLE (ProtectSystem=strict,
// ReadWritePaths), homes are empty (ProtectHome), devices are five (PrivateDevices). Then the
// program is UID without any capability and without a way to gain one (CapabilityBoundingSet=,
// NoNewPrivileges), and the kernel lets it make only the system calls whose numbers stand in the
// file NUMBERS (SystemCallFilter), answering EPERM to others: of those, no socket but of
// AF_UNIX, AF_INET and AF_INET6 (RestrictAddressFamilies), no new namespace (RestrictNamespaces),
// no memory that can be both written and executed (MemoryDenyWriteExecute).

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/mount.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

// From <sys/mount.h>, which cannot be included beside <linux/mount.h>.
int mount(const char *, const char *, const char *, unsigned long, const void *);

static void must(int isDone, const char *what) {
    if (isDone) return;
    fprintf(stderr, "sandbox: %s: %s\n", what, strerror(errno));
    exit(70);
}

static void setReadOnly(const char *path, int isReadOnly, unsigned int flags) {
    struct mount_attr attributes = {0};
    if (isReadOnly) attributes.attr_set = MOUNT_ATTR_RDONLY;
    else attributes.attr_clr = MOUNT_ATTR_RDONLY;
    long done = syscall(SYS_mount_setattr, AT_FDCWD, path, flags, &attributes, sizeof attributes);
    must(done == 0, path);
}

static void hide(const char *path) {
    if (access(path, F_OK) != 0) return;
    must(mount("tmpfs", path, "tmpfs", 0, "mode=000") == 0, path);
}

static void makeDevices(void) {
    must(mount("tmpfs", "/dev", "tmpfs", 0, "mode=755") == 0, "/dev");
    static const struct {
        const char *path;
        int minor;
    } devices[] = {
        {"/dev/null", 3}, {"/dev/zero", 5}, {"/dev/full", 7}, {"/dev/random", 8}, {"/dev/urandom", 9},
    };
    umask(0);
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++) {
        dev_t number = makedev(1, devices[i].minor);
        must(mknod(devices[i].path, S_IFCHR | 0666, number) == 0, devices[i].path);
    }
    umask(077);
}

static void shutIn(const char *writable) {
    must(unshare(CLONE_NEWNS | CLONE_NEWIPC) == 0, "unshare");
    must(mount(NULL, "/", NULL, 1UL << 14 /* MS_REC */ | 1UL << 18 /* MS_PRIVATE */, NULL) == 0, "/");
    must(mount(writable, writable, NULL, 1UL << 12 /* MS_BIND */, NULL) == 0, writable);
    makeDevices();
    hide("/home");
    hide("/root");
    setReadOnly("/", 1, 0x8000 /* AT_RECURSIVE */);
    setReadOnly(writable, 0, 0);
}

static void dropPrivileges(uid_t uid) {
    for (int capability = 0; capability < 64; capability++) {
        prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
    }
    must(setgroups(0, NULL) == 0 && setresgid(uid, uid, uid) == 0, "groups");
    must(setresuid(uid, uid, uid) == 0, "user");
    must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no new privileges");
}

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define DENY BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static struct sock_filter filter[4096];
static unsigned short length;

static void add(struct sock_filter step) {
    must(length < 4096, "too many system calls");
    filter[length++] = step;
}

// Of one system call, refuses where the octets of an argument under the mask are all set or, with
// `wanted`, others than that.
static void denyBits(unsigned int call, size_t argument, unsigned int mask) {
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 5));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument));
    add((struct sock_filter)BPF_STMT(BPF_ALU | BPF_AND | BPF_K, mask));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, mask, 0, 1));
    add((struct sock_filter)DENY);
    add((struct sock_filter)LOAD(nr));
}

static size_t argument(int place) {
    return offsetof(struct seccomp_data, args) + 8 * (size_t)place;
}

static void makeFilter(const char *path) {
    add((struct sock_filter)LOAD(arch));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_X86_64, 1, 0));
    add((struct sock_filter)DENY);
    add((struct sock_filter)LOAD(nr));
    denyBits(SYS_mmap, argument(2), PROT_WRITE | PROT_EXEC);
    denyBits(SYS_mprotect, argument(2), PROT_EXEC);
    // Its flags are in memory, which no filter can read; the C library then takes clone.
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 0, 1));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS));
    static const unsigned int namespaces[] = {
        CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS,
    };
    for (size_t i = 0; i < sizeof namespaces / sizeof *namespaces; i++) {
        denyBits(SYS_clone, argument(0), namespaces[i]);
        denyBits(SYS_unshare, argument(0), namespaces[i]);
    }
    // A socket of one of three families goes on to the list, any other does not.
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 6));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, argument(0)));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_UNIX, 3, 0));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET, 2, 0));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_INET6, 1, 0));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EAFNOSUPPORT));
    add((struct sock_filter)LOAD(nr));

    FILE *numbers = fopen(path, "r");
    must(numbers != NULL, path);
    unsigned int number;
    while (fscanf(numbers, "%u", &number) == 1) {
        add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
        add((struct sock_filter)ALLOW);
    }
    fclose(numbers);
    add((struct sock_filter)DENY);
}

static void filterCalls(void) {
    struct sock_fprog program = {length, filter};
    must(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0, "seccomp");
}

int main(int count, char **arguments) {
    if (count < 5) {
        fputs("usage: sandbox UID NUMBERS WRITABLE PROGRAM ARGUMENTS...\n", stderr);
        return 64;
    }
    // While the file can still be read.
    makeFilter(arguments[2]);
    shutIn(arguments[3]);
    dropPrivileges((uid_t)atoi(arguments[1]));
    filterCalls();
    execv(arguments[4], arguments + 4);
    must(0, arguments[4]);
}
