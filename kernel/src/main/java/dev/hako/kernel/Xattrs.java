package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Extended attributes: xattr(7). Names are bytes, with their namespace (`user.…`, `security.…`).
///
/// There is no `at` form that old kernels know, so a file that cannot be opened (a link, a device)
/// is reached through its directory's entry in `/proc/self/fd`, without following a link.
public final class Xattrs {
    public static final int XATTR_CREATE = 1;
    public static final int XATTR_REPLACE = 2;

    private static final int XATTR_SIZE_MAX = 65536;

    private Xattrs() {}

    /// The value, or nothing if the file has no such attribute.
    public static Optional<byte[]> get(Fd file, NativePath name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(XATTR_SIZE_MAX);
            long size = FileCalls.fgetxattr(file.number(), name.in(arena), value, XATTR_SIZE_MAX);
            return value(size, value, "fgetxattr", name);
        }
    }

    /// The value on a name in a directory, links not followed.
    public static Optional<byte[]> getAt(Fd dir, NativePath path, NativePath name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(XATTR_SIZE_MAX);
            long size =
                    FileCalls.lgetxattr(
                            at(dir, path).in(arena), name.in(arena), value, XATTR_SIZE_MAX);
            return value(size, value, "lgetxattr", path);
        }
    }

    private static Optional<byte[]> value(
            long size, MemorySegment value, String call, NativePath operand) {
        if (size == -Errno.ENODATA.number() || size == -Errno.EOPNOTSUPP.number()) {
            return Optional.empty();
        }
        return Optional.of(
                value.asSlice(0, check(size, call, operand)).toArray(ValueLayout.JAVA_BYTE));
    }

    /// Sets a value; `flags` is 0, [#XATTR_CREATE] or [#XATTR_REPLACE].
    public static void set(Fd file, NativePath name, byte[] value, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    FileCalls.fsetxattr(
                            file.number(),
                            name.in(arena),
                            arena.allocateFrom(ValueLayout.JAVA_BYTE, value),
                            value.length,
                            flags);
            check(result, "fsetxattr", name);
        }
    }

    /// Sets a value on a name in a directory, links not followed.
    public static void setAt(Fd dir, NativePath path, NativePath name, byte[] value) {
        try (Arena arena = Arena.ofConfined()) {
            int result =
                    FileCalls.lsetxattr(
                            at(dir, path).in(arena),
                            name.in(arena),
                            arena.allocateFrom(ValueLayout.JAVA_BYTE, value),
                            value.length,
                            0);
            check(result, "lsetxattr", path);
        }
    }

    /// The names of all attributes this process may see.
    public static List<NativePath> list(Fd file) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(XATTR_SIZE_MAX);
            long size = FileCalls.flistxattr(file.number(), names, XATTR_SIZE_MAX);
            return names(names.asSlice(0, check(size, "flistxattr", file)));
        }
    }

    /// The names on a name in a directory, links not followed.
    public static List<NativePath> listAt(Fd dir, NativePath path) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment names = arena.allocate(XATTR_SIZE_MAX);
            long size = FileCalls.llistxattr(at(dir, path).in(arena), names, XATTR_SIZE_MAX);
            return names(names.asSlice(0, check(size, "llistxattr", path)));
        }
    }

    /// Removes an attribute.
    public static void remove(Fd file, NativePath name) {
        try (Arena arena = Arena.ofConfined()) {
            check(FileCalls.fremovexattr(file.number(), name.in(arena)), "fremovexattr", name);
        }
    }

    /// Removes an attribute of a name in a directory, links not followed.
    public static void removeAt(Fd dir, NativePath path, NativePath name) {
        try (Arena arena = Arena.ofConfined()) {
            int result = FileCalls.lremovexattr(at(dir, path).in(arena), name.in(arena));
            check(result, "lremovexattr", path);
        }
    }

    private static NativePath at(Fd dir, NativePath path) {
        return dir == Fd.CWD ? path : dir.procPath().resolve(path);
    }

    private static List<NativePath> names(MemorySegment list) {
        List<NativePath> names = new ArrayList<>();
        byte[] bytes = list.toArray(ValueLayout.JAVA_BYTE);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                names.add(NativePath.of(Arrays.copyOfRange(bytes, start, i)));
                start = i + 1;
            }
        }
        return List.copyOf(names);
    }
}
