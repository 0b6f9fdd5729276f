package dev.hako.door.oci;

import dev.hako.kernel.Arch;
import dev.hako.kernel.Capability;
import dev.hako.kernel.Fd;
import dev.hako.kernel.IdMap;
import dev.hako.kernel.KernelTrial;
import dev.hako.kernel.LabelModule;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The machine as the caller sees it: its mounts, its groups, its ids and its capabilities. Only
/// what the kernel can do is asked here, for that is the same for both.
record CallerHost(
        CgroupHost groups,
        IdMap users,
        ProcessCapabilities capabilities,
        List<String> controllers,
        Optional<String> manager) {
    private static final String UNIFIED = "0::";
    private static final String NAMED = "name=";
    private static final String SYSTEMDS_OWN = "name=systemd";
    private static final Pattern EFFECTIVE_USER =
            Pattern.compile("^Uid:\\s+\\d+\\s+(\\d+)", Pattern.MULTILINE);

    static CallerHost of(Frame.Compile request) {
        return new CallerHost(
                CgroupHost.of(
                        MountInfo.parse(Part.MOUNTINFO.text(request)), Part.CGROUP.text(request)),
                IdMap.parse(Part.UID_MAP.text(request).lines().toList()),
                ProcessCapabilities.parse(Part.STATUS.text(request)),
                Arrays.stream(Part.CONTROLLERS.text(request).split("\\s+", -1))
                        .filter(word -> !word.isEmpty())
                        .toList(),
                manager(request));
    }

    /// The control group of the systemd that makes the container's: empty for the machine's.
    private static Optional<String> manager(Frame.Compile request) {
        if (!Flag.SYSTEMD.isIn(request)) {
            return Optional.empty();
        }
        if (!Flag.USER_MANAGER.isIn(request)) {
            return Optional.of("");
        }
        String user = Long.toString(user(request));
        return Optional.of("/user.slice/user-" + user + ".slice/user@" + user + ".service");
    }

    /// The caller's effective user, as the machine knows him.
    private static long user(Frame.Compile request) {
        Matcher matcher = EFFECTIVE_USER.matcher(Part.STATUS.text(request));
        long inside = matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
        return IdMap.parse(Part.UID_MAP.text(request).lines().toList()).outside(inside);
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
        CgroupLayout layout = isOrdinary() ? new CgroupLayout.Perhaps(mounted()) : mounted();
        return manager.<CgroupLayout>map(base -> new CgroupLayout.Scopes(layout, base))
                .orElse(layout);
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
                v1.add(hierarchy(hierarchy, mountPoint));
            }
        }
        if (!v1.isEmpty()) {
            return new CgroupLayout.V1(v1, unified.map(CallerHost::withoutControllers));
        }
        return unified.<CgroupLayout>map(CgroupLayout.V2::new)
                .orElseGet(() ->
                        new CgroupLayout.None("no cgroups are mounted", "mount /sys/fs/cgroup"));
    }

    /// Processors can be changed while a container runs, which nobody could do without a group.
    private static CgroupLayout.Hierarchy hierarchy(Hierarchy hierarchy, String mountPoint) {
        var one = new CgroupLayout.Hierarchy(hierarchy.controllers(), mountPoint, own(hierarchy));
        return hierarchy.controllers().contains("cpuset") ? one.forEveryone() : one;
    }

    /// The directory of a process's group of version 2, as the caller sees it.
    ///
    /// @param cgroup the process's `/proc/PID/cgroup`
    Optional<String> unifiedGroup(String cgroup) {
        return groups.hierarchies().stream()
                .filter(hierarchy -> hierarchy.version() == Hierarchy.Version.V2)
                .map(Hierarchy::mountPoint)
                .flatMap(mountPoint ->
                        cgroup.lines()
                                .filter(line -> line.startsWith(UNIFIED))
                                .map(line -> mountPoint + line.substring(UNIFIED.length())))
                .findFirst();
    }

    private static CgroupLayout.Unified withoutControllers(CgroupLayout.Unified unified) {
        return new CgroupLayout.Unified(List.of(), unified.mountPoint(), unified.parent());
    }

    /// Whether nothing is limited in it. That of systemd is one of the container's groups if
    /// systemd makes them: it ends a scope that is empty there.
    private boolean isNamed(Hierarchy hierarchy) {
        return hierarchy.controllers().stream()
                .anyMatch(name ->
                        name.startsWith(NAMED)
                                && !(manager.isPresent() && name.equals(SYSTEMDS_OWN)));
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
                    KernelTrial.cloneIntoCgroup(),
                    mountSetattr,
                    mountSetattr,
                    true,
                    CGROUP_KILL,
                    LabelModule.active());
        }
    }
}
