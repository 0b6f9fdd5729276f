package dev.hako.isolation.monitor;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.Hierarchy.Version;
import dev.hako.kernel.cgroup.MemoryStats;
import dev.hako.plan.LimitWrite;
import dev.hako.plan.LiveLimits;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One change of the limits of a running container, or of a pod: all of it, or nothing.
///
/// In which order files can be written depends on what is in them: memory must never be above
/// memory with swap, a quota never above its period. So a value that is refused is tried again when
/// others have been taken; of two such limits one can always be written first.
public final class Adjustment {
    private final Function<String, Optional<Cgroup>> groups;
    private final Deque<Old> taken = new ArrayDeque<>();

    /// What a file held before.
    private record Old(Cgroup group, String file, String value) {}

    /// @param groups by the controller that limits there; empty if there is none
    public Adjustment(Function<String, Optional<Cgroup>> groups) {
        this.groups = groups;
    }

    /// Makes it.
    ///
    /// @throws Failure when a value is not taken; all files are then as they were
    public void make(List<LimitWrite> writes) {
        try {
            List<LimitWrite> left = writes;
            while (!left.isEmpty()) {
                left = write(left);
            }
        } catch (RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    /// @return those that were refused and may be taken later
    private List<LimitWrite> write(List<LimitWrite> writes) {
        List<LimitWrite> refused = new ArrayList<>();
        Optional<Failure> why = Optional.empty();
        for (LimitWrite write : writes) {
            Cgroup group = group(write);
            try {
                write(group, write);
            } catch (KernelException e) {
                Failure failure = explain(write, group, e);
                if (!e.isAny(Errno.EINVAL, Errno.EBUSY)) {
                    throw failure;
                }
                refused.add(write);
                why = why.or(() -> Optional.of(failure));
            }
        }
        if (refused.size() == writes.size() && why.isPresent()) {
            throw why.get();
        }
        return refused;
    }

    private Cgroup group(LimitWrite write) {
        return groups.apply(write.controller()).orElseThrow(() -> LiveLimits.missing(write));
    }

    private void write(Cgroup group, LimitWrite write) {
        boolean other = !write.otherFile().isEmpty() && !group.exists(write.file());
        String file = other ? write.otherFile() : write.file();
        requireRoom(group, file, write.value());
        String before = group.read(file);
        group.write(file, write.value());
        taken.push(new Old(group, file, before));
    }

    /// Version 1 refuses a limit that is below what is used; version 2 kills for it.
    private static void requireRoom(Cgroup group, String file, String value) {
        if (group.hierarchy().version() == Version.V2
                && file.equals("memory.max")
                && !value.equals("max")) {
            long used = MemoryStats.of(group).map(MemoryStats::workingSetBytes).orElse(0L);
            if (used > Long.parseLong(value)) {
                throw inUse(file, value, "it uses " + used + " bytes");
            }
        }
    }

    private static Failure explain(LimitWrite write, Cgroup group, KernelException e) {
        Errno errno = Errno.of(e.number()).orElse(Errno.EIO);
        String file = write.file();
        String value = write.value();
        return switch (errno) {
            case ENOENT, EOPNOTSUPP ->
                    lacksController(group, write)
                            ? LiveLimits.missing(write)
                            : Failure.unsupported(
                                            "cannot set limit \""
                                                    + file
                                                    + "\": this kernel has none such")
                                    .hint("leave the limit out");
            case EBUSY -> inUse(file, value, "it uses more, and that cannot be taken from it");
            case EACCES, EPERM, EROFS ->
                    Failure.of(
                                    Failure.Kind.DENIED,
                                    "cannot set limit \"" + file + "\": " + e.getMessage())
                            .hint("the control group \"" + group + "\" is not the engine's");
            default ->
                    Failure.invalid(
                                    "cannot set limit \""
                                            + file
                                            + "\" to "
                                            + value
                                            + ": "
                                            + Errno.describe(e.number()))
                            .hint("see what this host has, and what the group above allows");
        };
    }

    /// A group of version 2 has the controllers that the group above has given it.
    private static boolean lacksController(Cgroup group, LimitWrite write) {
        return group.find("cgroup.controllers")
                .filter(names -> !List.of(names.split(" ", -1)).contains(write.controller()))
                .isPresent();
    }

    private static Failure inUse(String file, String value, String why) {
        return Failure.conflict("cannot set limit \"" + file + "\" to " + value + ": " + why)
                .hint("choose a higher limit, or stop the container and update it then");
    }

    private void undo(RuntimeException cause) {
        while (!taken.isEmpty()) {
            Old old = taken.pop();
            try {
                old.group.write(old.file, old.value);
            } catch (KernelException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
