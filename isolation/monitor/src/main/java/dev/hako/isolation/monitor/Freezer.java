package dev.hako.isolation.monitor;

import dev.hako.failure.Failure;
import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.cgroup.Cgroup;
import java.time.Duration;

/// Holds a container's processes by a control group.
public record Freezer(ContainerGroups groups) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    public void freeze() {
        Cgroup group = groups.freezer().orElseThrow(Freezer::missing);
        try {
            group.freeze(PATIENCE);
        } catch (KernelException e) {
            group.thaw();
            throw e.is(Errno.ETIMEDOUT) ? stuck(e) : e;
        }
    }

    public void thaw() {
        try {
            groups.freezer().ifPresent(Cgroup::thaw);
        } catch (KernelException e) {
            // Its monitor removes the group of a container that has been killed while it was held.
            if (!e.isAny(Errno.ENOENT, Errno.ENODEV)) {
                throw e;
            }
        }
    }

    public boolean isFrozen() {
        return groups.freezer().filter(Cgroup::isFrozen).isPresent();
    }

    private static Failure missing() {
        return Failure.unsupported(
                        "it has no control group that this engine could freeze (it needs cgroup"
                                + " version 2, or the controller \"freezer\" of version 1)")
                .hint(
                        "give the engine a cgroup of its own: systemd-run --user --scope -p"
                                + " Delegate=yes hako engine; then start the container again");
    }

    private static Failure stuck(KernelException e) {
        return Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "a process of it did not stop within " + PATIENCE.toSeconds() + " s",
                        e)
                .hint(
                        "it is waiting in the kernel, perhaps for a disk; see `ps -eo pid,stat,wchan`");
    }
}
