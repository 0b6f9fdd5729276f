package dev.hako.plan;

import dev.hako.failure.Failure;
import dev.hako.oci.runtime.DeviceRule;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Resources;
import dev.hako.plan.Argument.Register;
import java.util.List;
import java.util.Optional;

/// A machine whose cgroups the engine may not use: no limit can be set.
final class CgroupsNone implements Cgroups {
    private final PlanBuilder plan;
    private final CgroupMounts mounts;
    private final CgroupLayout.None layout;
    private final Resources resources;

    CgroupsNone(
            PlanBuilder plan, CgroupMounts mounts, CgroupLayout.None layout, Resources resources) {
        this.plan = plan;
        this.mounts = mounts;
        this.layout = layout;
        this.resources = resources;
    }

    @Override
    public void create() {
        Resources withoutDevices = resources.with(r -> r.devices(List.<DeviceRule>of()));
        if (!withoutDevices.equals(Resources.NONE)) {
            throw Failure.unsupported("cannot limit " + limited() + ": " + layout.reason())
                    .hint(layout.remedy());
        }
        if (!resources.devices().isEmpty()) {
            plan.note("the rules for devices are not held: " + layout.reason());
        }
    }

    private String limited() {
        if (resources.memory() != null) {
            return "memory";
        }
        if (resources.cpu() != null) {
            return "processors";
        }
        return resources.pids() != null ? "the number of processes" : "resources";
    }

    @Override
    public void open() {}

    @Override
    public Register birthplace() {
        return Register.NONE;
    }

    @Override
    public void join() {}

    @Override
    public void mount(RootTree root, Mount mount, MountOptions options) {
        mounts.none(root, mount, options);
    }

    @Override
    public Optional<String> oomKills() {
        return Optional.empty();
    }

    @Override
    public List<CgroupPlace> places() {
        return List.of();
    }

    @Override
    public void remove() {}

    @Override
    public void tryToRemove() {}
}
