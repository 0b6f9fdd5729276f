package dev.hako.plan;

import static dev.hako.plan.Argument.value;
import static dev.hako.plan.OpenFlags.*;

import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.plan.Argument.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Groups in which nothing is limited, where it shows only as the plan runs whether they may be
/// made: each is made and joined if the kernel permits it, and done without if not. Rules for
/// devices are left out: who may not write to groups makes no devices either.
final class CgroupsTried implements Cgroups {
    private final PlanBuilder plan;
    private final CgroupMounts mounts;
    private final List<Group> groups;
    private final Optional<CgroupLayout.Unified> only;
    private final List<Register> joining = new ArrayList<>();

    /// @param controllers of the hierarchy; empty for version 2
    /// @param file by which a process joins
    private record Group(String controllers, CgroupPath path, String file) {}

    /// @param only the hierarchy of version 2, if there is no other
    private CgroupsTried(
            PlanBuilder plan,
            CgroupMounts mounts,
            List<Group> groups,
            Optional<CgroupLayout.Unified> only) {
        this.plan = plan;
        this.mounts = mounts;
        this.groups = groups;
        this.only = only;
    }

    static CgroupsTried of(
            PlanBuilder plan, CgroupMounts mounts, CgroupLayout.V1 layout, Linux linux, String id) {
        return new CgroupsTried(plan, mounts, groups(layout, linux, id), Optional.empty());
    }

    static CgroupsTried of(
            PlanBuilder plan, CgroupMounts mounts, CgroupLayout.V2 layout, Linux linux, String id) {
        List<Group> groups = List.of(group(layout.unified(), linux, id));
        return new CgroupsTried(plan, mounts, groups, Optional.of(layout.unified()));
    }

    private static List<Group> groups(CgroupLayout.V1 layout, Linux linux, String id) {
        List<Group> groups = new ArrayList<>();
        for (CgroupLayout.Hierarchy hierarchy : layout.hierarchies()) {
            if (hierarchy.everyones()) {
                String mountPoint = hierarchy.mountPoint();
                CgroupPath path = CgroupPath.of(linux, id, mountPoint, hierarchy.parent());
                groups.add(new Group(hierarchy.title(), path, "tasks"));
            }
        }
        layout.unified().ifPresent(unified -> groups.add(group(unified, linux, id)));
        return groups;
    }

    private static Group group(CgroupLayout.Unified unified, Linux linux, String id) {
        CgroupPath path = CgroupPath.of(linux, id, unified.mountPoint(), unified.parent());
        return new Group("", path, "cgroup.procs");
    }

    @Override
    public void create() {
        for (Group group : groups) {
            plan.doing("make the cgroup", group.path.directory());
            for (String made : group.path.made()) {
                String directory = group.path.mountPoint() + made;
                plan.call(Syscall.MKDIRAT, AT_FDCWD, plan.text(directory), value(0755)).tolerate();
            }
        }
    }

    @Override
    public void open() {
        for (Group group : groups) {
            plan.doing("open the cgroup", group.path.directory());
            String file = group.path.file(group.file);
            plan.call(Syscall.OPENAT, AT_FDCWD, plan.text(file), value(O_WRONLY | O_CLOEXEC))
                    .tolerate();
            joining.add(plan.into("join"));
        }
    }

    @Override
    public Register birthplace() {
        return Register.NONE;
    }

    /// What could not be opened is no descriptor, and cannot be written to.
    @Override
    public void join() {
        for (int i = 0; i < joining.size(); i++) {
            plan.doing("join the cgroup", groups.get(i).path.directory());
            plan.add(new Action.Write(joining.get(i), plan.text("0"), 1)).tolerate();
            plan.registers().release(joining.get(i));
        }
    }

    /// Of version 1 nothing is shown: what the container's groups are is not known.
    @Override
    public void mount(RootTree root, Mount mount, MountOptions options) {
        if (only.isEmpty()) {
            mounts.none(root, mount, options);
            return;
        }
        mounts.unified(root, mount, options, only.get().mountPoint() + only.get().parent());
    }

    @Override
    public Optional<String> oomKills() {
        return Optional.empty();
    }

    @Override
    public List<CgroupPlace> places() {
        return groups.stream()
                .map(group -> new CgroupPlace(group.controllers, group.path.directory()))
                .toList();
    }

    @Override
    public void remove() {
        groups.forEach(group -> group.path.tryToRemove(plan));
    }

    @Override
    public void tryToRemove() {
        remove();
    }
}
