package dev.hako.isolation.monitor;

import dev.hako.kernel.Errno;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.cgroup.Cgroup;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A group that a running container gets in a further hierarchy of version 1.
///
/// @param above the engine's parent of containers there
/// @param group the container's own to be
record LateGroup(Cgroup above, Cgroup group) {
    private static final List<String> PROCESSORS = List.of("cpuset.cpus", "cpuset.mems");

    /// Makes it, without any limit, and moves all processes of the container's other groups into
    /// it: those too that are born meanwhile.
    Cgroup join(List<Cgroup> others) {
        group.create();
        PROCESSORS.forEach(this::inherit);
        Set<Integer> moved = new HashSet<>();
        boolean more = !others.isEmpty();
        while (more) {
            more = false;
            for (int pid : others.getFirst().everyone()) {
                if (moved.add(pid)) {
                    move(pid);
                    more = true;
                }
            }
        }
        return group;
    }

    /// A new cpuset takes no process until it has processors and memory.
    private void inherit(String file) {
        if (group.find(file).filter(String::isEmpty).isPresent()) {
            group.write(file, above.read(file));
        }
    }

    private void move(int pid) {
        try {
            group.add(pid);
        } catch (KernelException e) {
            if (!e.is(Errno.ESRCH)) {
                throw e;
            }
        }
    }
}
