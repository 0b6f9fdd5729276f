package dev.hako.door.oci;

import dev.hako.kernel.Arch;
import dev.hako.kernel.Capability;
import dev.hako.kernel.Fd;
import dev.hako.kernel.IdMap;
import dev.hako.kernel.KernelTrial;
import dev.hako.kernel.MountInfo;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;
import dev.hako.kernel.ProcessCapabilities;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.CgroupHost;
import dev.hako.kernel.cgroup.Hierarchy;
import dev.hako.launcher.wire.Frame;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.KernelFeatures;
import dev.hako.plan.LaunchOptions;
import dev.hako.plan.PlanHost;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The machine as the caller sees it: its mounts, its groups, its ids and its capabilities. Only
/// what the kernel can do is asked here, for that is the same for both.
record CallerHost(
        CgroupHost groups,
        IdMap users,
        ProcessCapabilities capabilities,
        List<String> controllers) {
    private static final String NAMED = "name=";

    static CallerHost of(Frame.Compile request) {
        return new CallerHost(
                CgroupHost.of(
                        MountInfo.parse(Part.MOUNTINFO.text(request)), Part.CGROUP.text(request)),
                IdMap.parse(Part.UID_MAP.text(request).lines().toList()),
                ProcessCapabilities.parse(Part.STATUS.text(request)),
                Arrays.stream(Part.CONTROLLERS.text(request).split("\\s+", -1))
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    PlanHost planHost() {
        return new PlanHost(
                Arch.host(),
                Kernel.FEATURES,
                layout(),
                users.isNamespace(),
                Kernel.LAST_CAPABILITY,
                capabilities.effective());
    }

    /// A namespace in which somebody has mapped but himself has no setgroups(2)
    /// (user_namespaces(7)).
    LaunchOptions options() {
        boolean single = users.isNamespace() && users.count() == 1;
        return single ? LaunchOptions.STANDARD.ofSingleId() : LaunchOptions.STANDARD;
    }

    /// Absolute paths of groups begin at the roots of the hierarchies; relative ones at the groups
    /// that the caller is in.
    private CgroupLayout layout() {
        return isOrdinary() ? new CgroupLayout.Perhaps(mounted()) : mounted();
    }

    /// Whether groups may be somebody else's.
    private boolean isOrdinary() {
        return users.isNamespace()
                || !capabilities.effective().contains(Capability.CAP_DAC_OVERRIDE);
    }

    private CgroupLayout mounted() {
        List<CgroupLayout.Hierarchy> v1 = new ArrayList<>();
        Optional<CgroupLayout.Unified> unified = Optional.empty();
        for (Hierarchy hierarchy : groups.hierarchies()) {
            String mountPoint = hierarchy.mountPoint().toString();
            if (hierarchy.version() == Hierarchy.Version.V2) {
                unified =
                        Optional.of(
                                new CgroupLayout.Unified(controllers, mountPoint, own(hierarchy)));
            } else if (!isNamed(hierarchy)) {
                v1.add(
                        new CgroupLayout.Hierarchy(
                                hierarchy.controllers(), mountPoint, own(hierarchy)));
            }
        }
        if (!v1.isEmpty()) {
            return new CgroupLayout.V1(v1, unified.map(CallerHost::withoutControllers));
        }
        return unified.<CgroupLayout>map(CgroupLayout.V2::new)
                .orElseGet(() ->
                        new CgroupLayout.None("no cgroups are mounted", "mount /sys/fs/cgroup"));
    }

    private static CgroupLayout.Unified withoutControllers(CgroupLayout.Unified unified) {
        return new CgroupLayout.Unified(List.of(), unified.mountPoint(), unified.parent());
    }

    private static boolean isNamed(Hierarchy hierarchy) {
        return hierarchy.controllers().stream().anyMatch(name -> name.startsWith(NAMED));
    }

    private static String own(Hierarchy hierarchy) {
        String mountPoint = hierarchy.mountPoint().toString();
        String below =
                hierarchy
                        .own()
                        .map(Cgroup::path)
                        .map(NativePath::toString)
                        .map(path -> path.substring(mountPoint.length()))
                        .orElse("");
        return below.isEmpty() ? "/" : below;
    }

    /// Asked once.
    private static final class Kernel {
        /// What is left in the groups has been ended before they are removed.
        private static final boolean CGROUP_KILL = false;

        private static final KernelFeatures FEATURES = features();
        private static final int LAST_CAPABILITY = lastCapability();

        private static int lastCapability() {
            try (Fd file = Open.open("/proc/sys/kernel/cap_last_cap", Open.O_RDONLY)) {
                String text = new String(file.readAll(16), StandardCharsets.US_ASCII);
                return Integer.parseInt(text.strip());
            }
        }

        private static KernelFeatures features() {
            boolean mountSetattr = KernelTrial.mountSetattr();
            return new KernelFeatures(
                    KernelTrial.cloneIntoCgroup(), mountSetattr, mountSetattr, true, CGROUP_KILL);
        }
    }
}
