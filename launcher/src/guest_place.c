/* guest_place.c: see guest_place.h. */
#include "guest_place.h"

#include <linux/mount.h>
#include <linux/reboot.h>

#include "calls.h"

#define ROOT "/root"
#define DIRECTORY_MODE 0755

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

int guest_place_make(const char **failed)
{
    for (size_t i = 0; i < sizeof mounts / sizeof *mounts; i++) {
        int64_t error = make(&mounts[i]);
        *failed = mounts[i].place;
        if (error < 0)
            return (int)error;
    }
    *failed = "/";
    return (int)enter();
}

_Noreturn void guest_place_power_off(void)
{
    sys_call3(__NR_sync, 0, 0, 0);
    for (;;)
        sys_call6(__NR_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_POWER_OFF, 0, 0, 0);
}
