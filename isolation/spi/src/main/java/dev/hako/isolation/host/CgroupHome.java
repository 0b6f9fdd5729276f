package dev.hako.isolation.host;

import dev.hako.isolation.HostFacts.HostCgroups;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.CgroupHost;
import dev.hako.kernel.cgroup.Hierarchy;
import dev.hako.kernel.cgroup.Hierarchy.Version;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.CgroupLayout.Unified;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Where containers get their control groups: in each hierarchy below the engine's own group if
/// that was delegated to it, else below `/hako` if the engine may make that, else below its own
/// group if it may write there, else nowhere.
///
/// @param host the hierarchies that are mounted
record CgroupHome(CgroupHost host) {
    private static final String PARENT = "hako";
    private static final String BESIDE =
            "it is in version 2, and where both are mounted version 1 limits; mount it there";
    private static final String REMEDY =
            "give the engine a cgroup of its own: systemd-run --user --scope -p Delegate=yes hako"
                    + " engine, or Delegate=yes in its unit; loginctl enable-linger keeps it";

    /// The layout for plans. Makes the parents, and enables controllers in them.
    CgroupLayout prepare() {
        return prepare(
                host.hierarchies().stream()
                        .filter(hierarchy -> !isNamed(hierarchy))
                        .flatMap(hierarchy -> parent(hierarchy).stream())
                        .toList());
    }

    /// The same with these parents, one in each hierarchy that is to have one.
    static CgroupLayout prepare(List<Cgroup> parents) {
        var v1 = new ArrayList<CgroupLayout.Hierarchy>();
        Optional<Unified> unified = Optional.empty();
        for (Cgroup parent : parents) {
            CgroupParent prepared = new CgroupParent(parent);
            switch (parent.hierarchy().version()) {
                case V1 -> prepared.v1().ifPresent(v1::add);
                case V2 -> unified = prepared.unified();
            }
        }
        return layout(v1, unified);
    }

    private static CgroupLayout layout(List<CgroupLayout.Hierarchy> v1, Optional<Unified> unified) {
        if (!v1.isEmpty()) {
            return new CgroupLayout.V1(v1, unified);
        }
        return unified.<CgroupLayout>map(CgroupLayout.V2::new)
                .orElseGet(() ->
                        new CgroupLayout.None("the engine may not write to any cgroup", REMEDY));
    }

    private static Optional<Cgroup> parent(Hierarchy hierarchy) {
        Optional<Cgroup> own = hierarchy.own().filter(Cgroup::isWritable);
        if (isDelegated(own)) {
            return own;
        }
        Cgroup root = hierarchy.root();
        Cgroup shared = root.child(PARENT);
        return shared.isWritable() || root.isWritable() ? Optional.of(shared) : own;
    }

    /// Moves this process out of the groups of whoever started it, if it may: a service manager
    /// that ends what a session leaves behind goes by the hierarchies that only name groups, and by
    /// cgroup2. What was delegated is not left.
    void leaveSession() {
        for (Hierarchy hierarchy : host.hierarchies()) {
            boolean tellsSessions = isNamed(hierarchy) || hierarchy.version() == Version.V2;
            if (tellsSessions && !isDelegated(hierarchy.own())) {
                new CgroupParent(hierarchy.root().child(PARENT)).admitEngine();
            }
        }
    }

    private static boolean isDelegated(Optional<Cgroup> group) {
        return group.map(CgroupParent::new).filter(CgroupParent::isDelegated).isPresent();
    }

    /// A hierarchy that only names groups limits nothing.
    private static boolean isNamed(Hierarchy hierarchy) {
        return hierarchy.controllers().stream().anyMatch(name -> name.startsWith("name="));
    }

    /// The same for people, without changing anything.
    HostCgroups facts() {
        var controllers = new ArrayList<String>();
        var missing = new TreeMap<String, String>();
        for (Hierarchy hierarchy : host.hierarchies()) {
            if (isNamed(hierarchy)) {
                continue;
            }
            if (isBesideOthers(hierarchy)) {
                hierarchy.controllers().forEach(name -> missing.put(name, BESIDE));
            } else if (parent(hierarchy).isPresent()) {
                controllers.addAll(hierarchy.controllers());
            } else {
                hierarchy.controllers().forEach(name -> missing.put(name, refusal(hierarchy)));
            }
        }
        return new HostCgroups(version(), controllers, missing);
    }

    /// Where both versions are mounted limits are those of version 1.
    private boolean isBesideOthers(Hierarchy hierarchy) {
        return host.layout() == CgroupHost.Layout.HYBRID && hierarchy.version() == Version.V2;
    }

    private static String refusal(Hierarchy hierarchy) {
        String own = hierarchy.own().map(Cgroup::path).orElse(hierarchy.mountPoint()).toString();
        return "the engine may not write to \"" + own + "\"; " + REMEDY;
    }

    private String version() {
        return switch (host.layout()) {
            case NONE -> "none";
            case LEGACY -> "v1";
            case HYBRID -> "hybrid";
            case UNIFIED -> "v2";
        };
    }
}
