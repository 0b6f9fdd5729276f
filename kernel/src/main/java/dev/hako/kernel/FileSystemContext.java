package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/// A file system being configured: fsopen(2), fsconfig(2), fsmount(2), Linux 5.2.
///
/// Unlike mount(2) it takes options of any length, paths as descriptors, and explains refusals: the
/// text the file system wrote becomes part of the exception's operand.
public final class FileSystemContext implements AutoCloseable {
    static final int FSOPEN_CLOEXEC = 1;
    static final int FSMOUNT_CLOEXEC = 1;
    static final int FSCONFIG_SET_FLAG = 0;
    static final int FSCONFIG_SET_STRING = 1;
    static final int FSCONFIG_SET_FD = 5;
    static final int FSCONFIG_CMD_CREATE = 6;

    private static final int LONGEST_EXPLANATION = 1024;

    private final String type;
    private final Fd fd;

    private FileSystemContext(String type, Fd fd) {
        this.type = type;
        this.fd = fd;
    }

    /// Begins with a kind of file system.
    ///
    /// @throws KernelException `ENODEV` if the kernel has none of that name
    public static FileSystemContext open(String type) {
        try (Arena arena = Arena.ofConfined()) {
            int fd = MountCalls.fsopen(NativePath.of(type).in(arena), FSOPEN_CLOEXEC);
            return new FileSystemContext(type, Fd.own(check(fd, "fsopen", type)));
        }
    }

    /// Sets an option that has no value.
    public FileSystemContext flag(String key) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativePath.of(key).in(arena);
            configure(FSCONFIG_SET_FLAG, key, name, MemorySegment.NULL, 0);
        }
        return this;
    }

    /// Sets an option, for example `source`.
    public FileSystemContext set(String key, NativePath value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativePath.of(key).in(arena);
            configure(FSCONFIG_SET_STRING, key, name, value.in(arena), 0);
        }
        return this;
    }

    /// Sets an option, for example `source`.
    public FileSystemContext set(String key, String value) {
        return set(key, NativePath.of(value));
    }

    /// Sets an option to an open file.
    public FileSystemContext set(String key, Fd value) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = NativePath.of(key).in(arena);
            configure(FSCONFIG_SET_FD, key, name, MemorySegment.NULL, value.number());
        }
        return this;
    }

    /// Makes the file system and a mount of it that is nowhere yet; `attributes` are `MOUNT_ATTR_…`
    /// of [MountAttributes].
    public DetachedMount mount(long attributes) {
        configure(FSCONFIG_CMD_CREATE, "create", MemorySegment.NULL, MemorySegment.NULL, 0);
        int mount = MountCalls.fsmount(fd.number(), FSMOUNT_CLOEXEC, (int) attributes);
        return new DetachedMount(Fd.own(check(mount, "fsmount", type)));
    }

    private void configure(
            int command, String what, MemorySegment key, MemorySegment value, int aux) {
        int result = MountCalls.fsconfig(fd.number(), command, key, value, aux);
        if (result < 0) {
            throw new KernelException(-result, "fsconfig", type + " " + what + explanation());
        }
    }

    /// What the file system says of its refusal; nothing if it says nothing.
    private String explanation() {
        byte[] text = new byte[LONGEST_EXPLANATION];
        try {
            int length = fd.read(text, 0, text.length);
            return ": " + new String(text, 0, length, StandardCharsets.UTF_8).strip();
        } catch (KernelException silent) {
            return "";
        }
    }

    @Override
    public void close() {
        fd.close();
    }
}
