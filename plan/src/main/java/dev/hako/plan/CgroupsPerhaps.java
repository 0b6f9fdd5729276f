package dev.hako.plan;

import dev.hako.oci.runtime.DeviceRule;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Resources;
import dev.hako.plan.Argument.Register;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Groups of version 1 of which some limit something, and must be, while the others are tried.
final class CgroupsPerhaps implements Cgroups {
    private final Cgroups needed;
    private final Cgroups tried;

    private CgroupsPerhaps(Cgroups needed, Cgroups tried) {
        this.needed = needed;
        this.tried = tried;
    }

    /// Those of a container in groups that may be others'.
    static Cgroups of(
            PlanHost host,
            PlanBuilder plan,
            CgroupMounts mounts,
            CgroupLayout layout,
            Linux linux,
            String id) {
        Resources resources = linux.resources().with(r -> r.devices(List.<DeviceRule>of()));
        Linux limited = linux.with(l -> l.resources(resources));
        return switch (layout) {
            case CgroupLayout.Perhaps(CgroupLayout tried) ->
                    of(host, plan, mounts, tried, linux, id);
            case CgroupLayout.Scopes(CgroupLayout made, _) ->
                    of(host, plan, mounts, made, linux, id);
            case CgroupLayout.None none -> new CgroupsNone(plan, mounts, none, resources);
            case CgroupLayout.V1 v1 -> of(host, plan, mounts, v1, limited, id);
            case CgroupLayout.V2 v2 ->
                    LimitsV2.of(resources, _ -> {}).isEmpty()
                            ? CgroupsTried.of(plan, mounts, v2, limited, id)
                            : new CgroupsV2(host, plan, mounts, v2.unified(), limited, id);
        };
    }

    private static Cgroups of(
            PlanHost host,
            PlanBuilder plan,
            CgroupMounts mounts,
            CgroupLayout.V1 layout,
            Linux linux,
            String id) {
        List<LimitWrite> limits = LimitsV1.of(linux.resources(), _ -> {});
        List<CgroupLayout.Hierarchy> needed = new ArrayList<>();
        List<CgroupLayout.Hierarchy> others = new ArrayList<>();
        for (CgroupLayout.Hierarchy hierarchy : layout.hierarchies()) {
            boolean limiting =
                    limits.stream().anyMatch(limit -> hierarchy.carries(limit.controller()));
            (limiting ? needed : others).add(hierarchy);
        }
        var rest = new CgroupLayout.V1(others, layout.unified());
        Cgroups tried = CgroupsTried.of(plan, mounts, rest, linux, id);
        if (limits.isEmpty()) {
            return tried;
        }
        var limiting = new CgroupLayout.V1(needed, Optional.empty());
        return new CgroupsPerhaps(new CgroupsV1(host, plan, mounts, limiting, linux, id), tried);
    }

    @Override
    public void create() {
        needed.create();
        tried.create();
    }

    @Override
    public void open() {
        needed.open();
        tried.open();
    }

    @Override
    public Register birthplace() {
        return Register.NONE;
    }

    @Override
    public void join() {
        needed.join();
        tried.join();
    }

    @Override
    public void mount(RootTree root, Mount mount, MountOptions options) {
        tried.mount(root, mount, options);
    }

    @Override
    public Optional<String> oomKills() {
        return needed.oomKills();
    }

    @Override
    public List<CgroupPlace> places() {
        List<CgroupPlace> places = new ArrayList<>(needed.places());
        places.addAll(tried.places());
        return places;
    }

    @Override
    public void remove() {
        needed.remove();
        tried.remove();
    }

    @Override
    public void tryToRemove() {
        needed.tryToRemove();
        tried.tryToRemove();
    }
}
