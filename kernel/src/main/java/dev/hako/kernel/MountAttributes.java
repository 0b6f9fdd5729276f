package dev.hako.kernel;

import static dev.hako.kernel.KernelException.check;

import java.lang.foreign.Arena;
import java.util.Optional;

/// A change of a mount's attributes: mount_setattr(2), Linux 5.12.
///
/// @param set attributes to set, `MOUNT_ATTR_…`
/// @param clear attributes to clear, before `set`
/// @param propagation one of [Mounts#MS_PRIVATE] and its like, or 0 to keep it
/// @param idMapping a user namespace whose id map the mount shall apply, only for mounts nobody has
///   seen yet
public record MountAttributes(long set, long clear, long propagation, Optional<Fd> idMapping) {
    public static final long MOUNT_ATTR_RDONLY = 0x1;
    public static final long MOUNT_ATTR_NOSUID = 0x2;
    public static final long MOUNT_ATTR_NODEV = 0x4;
    public static final long MOUNT_ATTR_NOEXEC = 0x8;
    public static final long MOUNT_ATTR__ATIME = 0x70;
    public static final long MOUNT_ATTR_RELATIME = 0x0;
    public static final long MOUNT_ATTR_NOATIME = 0x10;
    public static final long MOUNT_ATTR_STRICTATIME = 0x20;
    public static final long MOUNT_ATTR_NODIRATIME = 0x80;
    public static final long MOUNT_ATTR_IDMAP = 0x100000;
    public static final long MOUNT_ATTR_NOSYMFOLLOW = 0x200000;

    /// A change that sets attributes.
    public static MountAttributes set(long attributes) {
        return new MountAttributes(attributes, 0, 0, Optional.empty());
    }

    /// A change that clears attributes.
    public static MountAttributes clear(long attributes) {
        return new MountAttributes(0, attributes, 0, Optional.empty());
    }

    /// The same change that also applies the id map of a user namespace.
    public MountAttributes withIdMapping(Fd userNamespace) {
        return new MountAttributes(set, clear, propagation, Optional.of(userNamespace));
    }

    /// The same change that also sets how mounts spread.
    public MountAttributes withPropagation(long flag) {
        return new MountAttributes(set, clear, flag, idMapping);
    }

    /// Applies it to the mount that `path` below `dir` is the root of, and to all mounts below it
    /// if `recursive`: to all of them or to none.
    public void apply(Fd dir, NativePath path, boolean recursive) {
        try (Arena arena = Arena.ofConfined()) {
            MountAttrStruct struct = MountAttrStruct.allocate(arena);
            struct.set(idMapping.isPresent() ? set | MOUNT_ATTR_IDMAP : set);
            struct.clear(clear);
            struct.propagation(propagation);
            idMapping.ifPresent(fd -> struct.userNamespace(fd.number()));
            int flags = recursive ? Open.AT_RECURSIVE : 0;
            int result =
                    MountCalls.mount_setattr(
                            dir.number(),
                            path.in(arena),
                            path.isEmpty() ? flags | Open.AT_EMPTY_PATH : flags,
                            struct.segment(),
                            MountAttrStruct.SIZE);
            check(result, "mount_setattr", path.isEmpty() ? dir : path);
        }
    }
}
