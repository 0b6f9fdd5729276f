package dev.hako.isolation.host;

import dev.hako.kernel.Fd;
import dev.hako.kernel.KernelException;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Xattrs;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.Hierarchy;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.CgroupLayout.Unified;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A group below which containers get theirs.
///
/// What it refuses to be given it goes without: what it then has is read back.
record CgroupParent(Cgroup group) {
    private static final byte[] YES = "1".getBytes(StandardCharsets.US_ASCII);
    private static final List<NativePath> DELEGATION =
            List.of(NativePath.of("user.delegate"), NativePath.of("trusted.delegate"));

    /// Where the engine itself goes: a group of cgroup2 that has children with controllers holds no
    /// processes (cgroups(7), "no internal processes").
    private static final String ENGINE = "engine";

    /// Whether systemd has given the group away: it marks those with `Delegate=yes`.
    boolean isDelegated() {
        try (Fd directory = group.open()) {
            return DELEGATION.stream()
                    .anyMatch(name ->
                            Xattrs.get(directory, name)
                                    .filter(value -> Arrays.equals(value, YES))
                                    .isPresent());
        } catch (KernelException e) {
            return false;
        }
    }

    /// The parent made in a hierarchy of version 1.
    Optional<CgroupLayout.Hierarchy> v1() {
        if (!make(group)) {
            return Optional.empty();
        }
        if (group.hierarchy().controls("cpuset")) {
            inheritProcessors();
        }
        return Optional.of(
                new CgroupLayout.Hierarchy(
                        group.hierarchy().controllers(), mountPoint(), pathInHierarchy()));
    }

    /// A new cpuset is empty, and takes no process until it is filled.
    private void inheritProcessors() {
        Cgroup above = new Cgroup(group.hierarchy(), group.path().parent());
        for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
            if (group.find(file).filter(String::isEmpty).isPresent()) {
                above.find(file).ifPresent(value -> offer(group, file, value));
            }
        }
    }

    /// The parent made in cgroup2, with all controllers that can be had.
    Optional<Unified> unified() {
        if (!make(group)) {
            return Optional.empty();
        }
        Hierarchy hierarchy = group.hierarchy();
        Cgroup root = hierarchy.root();
        boolean own = hierarchy.own().filter(group::equals).isPresent();
        if (own && !group.equals(root) && !hierarchy.controllers().isEmpty()) {
            admitEngine();
        } else {
            enable(root, hierarchy.controllers());
        }
        enable(group, words(group, "cgroup.controllers"));
        return Optional.of(
                new Unified(
                        words(group, "cgroup.subtree_control"), mountPoint(), pathInHierarchy()));
    }

    /// Moves this process into a group of its own below this one, if it may.
    void admitEngine() {
        Cgroup engine = group.child(ENGINE);
        if (make(group) && make(engine)) {
            offer(engine, "cgroup.procs", "0");
        }
    }

    private static void enable(Cgroup group, List<String> controllers) {
        List<String> enabled = words(group, "cgroup.subtree_control");
        for (String controller : controllers) {
            if (!enabled.contains(controller)) {
                offer(group, "cgroup.subtree_control", "+" + controller);
            }
        }
    }

    private String mountPoint() {
        return group.hierarchy().mountPoint().toString();
    }

    private String pathInHierarchy() {
        String below = group.path().toString().substring(mountPoint().length());
        return below.isEmpty() ? "/" : below;
    }

    private static boolean make(Cgroup group) {
        try {
            group.create();
            return true;
        } catch (KernelException e) {
            return false;
        }
    }

    private static void offer(Cgroup group, String file, String value) {
        try {
            group.write(file, value);
        } catch (KernelException refused) {
            // See above.
        }
    }

    private static List<String> words(Cgroup group, String file) {
        return group.find(file).stream()
                .flatMap(text -> Arrays.stream(text.split(" ", -1)))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
