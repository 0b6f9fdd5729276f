package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Mounting by paths: mount(2) and umount2(2). They act on the mount namespace of the calling
/// thread; [DetachedMount] builds mounts without touching any.
public final class Mounts {
    public static final long MS_RDONLY = 1;
    public static final long MS_NOSUID = 2;
    public static final long MS_NODEV = 4;
    public static final long MS_NOEXEC = 8;
    public static final long MS_SYNCHRONOUS = 16;
    public static final long MS_REMOUNT = 32;
    public static final long MS_MANDLOCK = 64;
    public static final long MS_DIRSYNC = 128;
    public static final long MS_NOSYMFOLLOW = 256;
    public static final long MS_NOATIME = 1024;
    public static final long MS_NODIRATIME = 2048;
    public static final long MS_BIND = 4096;
    public static final long MS_MOVE = 8192;
    public static final long MS_REC = 16384;
    public static final long MS_SILENT = 32768;
    public static final long MS_UNBINDABLE = 1 << 17;
    public static final long MS_PRIVATE = 1 << 18;
    public static final long MS_SLAVE = 1 << 19;
    public static final long MS_SHARED = 1 << 20;
    public static final long MS_RELATIME = 1 << 21;
    public static final long MS_I_VERSION = 1 << 23;
    public static final long MS_STRICTATIME = 1 << 24;
    public static final long MS_LAZYTIME = 1 << 25;

    public static final int MNT_FORCE = 1;
    public static final int MNT_DETACH = 2;
    public static final int MNT_EXPIRE = 4;
    public static final int UMOUNT_NOFOLLOW = 8;

    private Mounts() {}

    /// Mounts a file system.
    ///
    /// @param source what the file system takes as its device, by custom its type if it has none
    /// @param options the file system's own, parted by commas; at most a page
    public static void mount(
            NativePath source, NativePath target, String type, long flags, String options) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    MountCalls.mount(
                            source.in(arena),
                            target.in(arena),
                            NativePath.of(type).in(arena),
                            flags,
                            NativePath.of(options).in(arena));
            check(result, "mount", target);
        }
    }

    /// Shows a file or directory at a second place, with all mounts below it if `recursive`.
    public static void bind(NativePath source, NativePath target, boolean recursive) {
        long flags = recursive ? MS_BIND | MS_REC : MS_BIND;
        change(source, target, flags);
    }

    /// Changes the flags of the mount at `target` only: all the others are dropped.
    public static void remountBind(NativePath target, long flags) {
        change(NativePath.empty(), target, MS_REMOUNT | MS_BIND | flags);
    }

    /// Changes how mounts spread: one of [#MS_PRIVATE], [#MS_SLAVE], [#MS_SHARED] and
    /// [#MS_UNBINDABLE], with [#MS_REC] for everything below.
    public static void propagation(NativePath target, long flags) {
        change(NativePath.empty(), target, flags);
    }

    private static void change(NativePath source, NativePath target, long flags) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    MountCalls.mount(
                            source.in(arena),
                            target.in(arena),
                            MemorySegment.NULL,
                            flags,
                            MemorySegment.NULL);
            check(result, "mount", target);
        }
    }

    /// Takes a mount away; `flags` is a set of `MNT_…` and [#UMOUNT_NOFOLLOW].
    public static void umount(NativePath target, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            check(MountCalls.umount2(target.in(arena), flags), "umount2", target);
        }
    }
}
