package dev.hako.plan;

/// Constants of mount(2), mount_setattr(2) and the calls around open_tree(2).
final class MountFlags {
    static final int MS_RDONLY = 1;
    static final int MS_NOSUID = 2;
    static final int MS_NODEV = 4;
    static final int MS_NOEXEC = 8;
    static final int MS_SYNCHRONOUS = 16;
    static final int MS_REMOUNT = 32;
    static final int MS_MANDLOCK = 64;
    static final int MS_DIRSYNC = 128;
    static final int MS_NOSYMFOLLOW = 256;
    static final int MS_NOATIME = 1024;
    static final int MS_NODIRATIME = 2048;
    static final int MS_BIND = 4096;
    static final int MS_REC = 16384;
    static final int MS_SILENT = 32768;
    static final int MS_POSIXACL = 1 << 16;
    static final int MS_UNBINDABLE = 1 << 17;
    static final int MS_PRIVATE = 1 << 18;
    static final int MS_SLAVE = 1 << 19;
    static final int MS_SHARED = 1 << 20;
    static final int MS_RELATIME = 1 << 21;
    static final int MS_I_VERSION = 1 << 23;
    static final int MS_STRICTATIME = 1 << 24;
    static final int MS_LAZYTIME = 1 << 25;

    static final int MOUNT_ATTR_RDONLY = 0x01;
    static final int MOUNT_ATTR_NOSUID = 0x02;
    static final int MOUNT_ATTR_NODEV = 0x04;
    static final int MOUNT_ATTR_NOEXEC = 0x08;
    static final int MOUNT_ATTR__ATIME = 0x70;
    static final int MOUNT_ATTR_RELATIME = 0x00;
    static final int MOUNT_ATTR_NOATIME = 0x10;
    static final int MOUNT_ATTR_STRICTATIME = 0x20;
    static final int MOUNT_ATTR_NODIRATIME = 0x80;
    static final int MOUNT_ATTR_IDMAP = 0x00100000;
    static final int MOUNT_ATTR_NOSYMFOLLOW = 0x00200000;

    static final int OPEN_TREE_CLONE = 1;
    static final int MOVE_MOUNT_F_EMPTY_PATH = 0x04;
    static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;

    static final int FSMOUNT_CLOEXEC = 1;
    static final int FSOPEN_CLOEXEC = 1;
    static final int FSCONFIG_SET_FLAG = 0;
    static final int FSCONFIG_SET_STRING = 1;
    static final int FSCONFIG_CMD_CREATE = 6;

    static final int MNT_DETACH = 2;

    private MountFlags() {}
}
