/* guest_place.c: see guest_place.h. */
#include "guest_place.h"

#include <linux/mount.h>
#include <linux/reboot.h>

#include "calls.h"

#define ROOT "/root"
#define DIRECTORY_MODE 0755
#define OVERCOMMIT "/proc/sys/vm/overcommit_memory"

struct mount {
    const char *place;
    const char *type;
    uint64_t flags;
    const char *options;
};

static const struct mount mounts[] = {
    {ROOT, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755"},
    {ROOT "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, ""},
    {ROOT "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, ""},
    {ROOT "/sys/fs/cgroup", "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, ""},
    {ROOT "/dev", "devtmpfs", MS_NOSUID | MS_NOEXEC, "mode=755"},
    {ROOT "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=666,mode=620,gid=5"},
    {ROOT "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=755"},
    {ROOT "/files", NULL, MS_BIND, ""},
};

static int64_t make(const struct mount *mount)
{
    int64_t error = sys_call3(__NR_mkdirat, AT_FDCWD, sys_address(mount->place), DIRECTORY_MODE);
    if (error < 0 && error != -EEXIST)
        return error;
    const char *source = mount->type ? mount->type : "/files";
    return sys_call6(__NR_mount, sys_address(source), sys_address(mount->place), sys_address(mount->type),
                     (int64_t)mount->flags, sys_address(mount->options), 0);
}

/* The new root over the old one, as switch_root(8) does it. */
static int64_t enter(void)
{
    int64_t error = sys_chdir(ROOT);
    if (error == 0)
        error = sys_call6(__NR_mount, sys_address("."), sys_address("/"), 0, MS_MOVE, 0, 0);
    if (error == 0)
        error = sys_call3(__NR_chroot, sys_address("."), 0, 0);
    return error == 0 ? sys_chdir("/") : error;
}

/*
 * Programs ask for more memory than they use, and on a large host they get it. The guest is as large as its limit, and
 * would refuse them; so it promises all that is asked for, and ends who uses more than there is, as the limit would.
 */
static int64_t promise_memory(void)
{
    int64_t fd = sys_openat(AT_FDCWD, OVERCOMMIT, O_WRONLY | O_CLOEXEC, 0);
    int64_t written = fd < 0 ? fd : sys_write((int)fd, "1", 1);
    if (fd >= 0)
        sys_close((int)fd);
    return written < 0 ? written : 0;
}

int guest_place_make(const char **failed)
{
    for (size_t i = 0; i < sizeof mounts / sizeof *mounts; i++) {
        int64_t error = make(&mounts[i]);
        *failed = mounts[i].place;
        if (error < 0)
            return (int)error;
    }
    *failed = "/";
    int64_t error = enter();
    if (error < 0)
        return (int)error;
    *failed = OVERCOMMIT;
    return (int)promise_memory();
}

_Noreturn void guest_place_power_off(void)
{
    sys_call3(__NR_sync, 0, 0, 0);
    for (;;)
        sys_call6(__NR_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_POWER_OFF, 0, 0, 0);
}
