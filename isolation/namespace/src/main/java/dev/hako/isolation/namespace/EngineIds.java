package dev.hako.isolation.namespace;

import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.LaunchOptions;
import java.util.ArrayList;
import java.util.List;

/// What an engine with few ids does otherwise: that of a user without ranges in `/etc/subuid` has
/// just one, and may not set groups (user_namespaces(7)).
///
/// @param count how many ids the engine has, from 0 up
record EngineIds(long count) {
    private static final String OPTION = "gid=";

    /// How plans are compiled for it.
    LaunchOptions options() {
        return count > 1 ? LaunchOptions.STANDARD : LaunchOptions.STANDARD.ofSingleId();
    }

    /// The same spec without the group of terminals, option `gid=` of devpts, if there is no such
    /// group: mount(2) refuses it, and terminals then keep their user's group.
    Spec adapt(Spec spec) {
        for (Mount mount : spec.mounts()) {
            if (isMissing(mount)) {
                return spec.with(s -> s.mounts(adapt(spec.mounts())));
            }
        }
        return spec;
    }

    private List<Mount> adapt(List<Mount> mounts) {
        var adapted = new ArrayList<Mount>(mounts.size());
        for (Mount mount : mounts) {
            adapted.add(isMissing(mount) ? withoutGroup(mount) : mount);
        }
        return adapted;
    }

    private static Mount withoutGroup(Mount mount) {
        var options = new ArrayList<>(mount.options());
        options.removeIf(option -> option.startsWith(OPTION));
        return mount.withOptions(options);
    }

    private boolean isMissing(Mount mount) {
        if (!"devpts".equals(mount.type())) {
            return false;
        }
        for (String option : mount.options()) {
            if (option.startsWith(OPTION)) {
                return isMissing(option.substring(OPTION.length()));
            }
        }
        return false;
    }

    private boolean isMissing(String group) {
        try {
            return Long.parseLong(group) >= count;
        } catch (NumberFormatException e) {
            // Not for us to judge: mount(2) will.
            return false;
        }
    }
}
