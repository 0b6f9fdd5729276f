package dev.hako.door.cri.config;

import dev.hako.cri.v1.CgroupDriver;
import dev.hako.failure.Failure;

/// Where the kubelet wants a pod's control group.
public final class CgroupParents {
    private static final String SLICE = ".slice";

    private CgroupParents() {}

    /// Its path in each hierarchy: as it was said for the driver `cgroupfs`; the name of a slice of
    /// systemd, which is below those that its name begins with (systemd.slice(5)).
    ///
    /// @throws Failure `INVALID` if it is not by the driver's grammar
    public static String path(String parent, CgroupDriver driver) {
        if (driver == CgroupDriver.CGROUPFS) {
            if (!parent.startsWith("/") || parent.contains("/../") || parent.endsWith("/..")) {
                throw Failure.invalid("the cgroup parent \"" + parent + "\" is no absolute path")
                        .hint("the kubelet and hako need the same --cgroup-driver");
            }
            return parent;
        }
        String name = parent.substring(parent.lastIndexOf('/') + 1);
        if (!name.endsWith(SLICE) || name.length() == SLICE.length() || name.startsWith("-")) {
            throw Failure.invalid("the cgroup parent \"" + parent + "\" is no slice of systemd")
                    .hint("the kubelet and hako need the same --cgroup-driver");
        }
        return expanded(name);
    }

    private static String expanded(String slice) {
        StringBuilder path = new StringBuilder();
        for (int dash = slice.indexOf('-'); dash > 0; dash = slice.indexOf('-', dash + 1)) {
            path.append('/').append(slice, 0, dash).append(SLICE);
        }
        return path.append('/').append(slice).toString();
    }
}
