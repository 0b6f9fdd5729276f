package dev.hako.isolation.host;

import dev.hako.isolation.HostFacts;
import dev.hako.isolation.HostFacts.HostUser;
import dev.hako.kernel.Arch;
import dev.hako.kernel.Capability;
import dev.hako.kernel.IdMap;
import dev.hako.kernel.KernelTrial;
import dev.hako.kernel.LabelModule;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.ProcessCapabilities;
import dev.hako.kernel.cgroup.Cgroup;
import dev.hako.kernel.cgroup.CgroupHost;
import dev.hako.plan.CgroupLayout;
import dev.hako.plan.KernelFeatures;
import dev.hako.plan.PlanHost;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What this machine can do, each half of it found out when first asked for and then kept.
public final class HostProbe {
    /// Tells an engine in a user namespace why it has only one id, if whoever made the namespace
    /// could not give it more.
    public static final String ID_MAPPING_NOTE = "HAKO_ID_MAPPING_NOTE";

    private static final HostProbe INSTANCE = new HostProbe();

    private @Nullable HostFacts facts;
    private @Nullable PlanHost planHost;
    private @Nullable CgroupHost cgroupHost;

    private HostProbe() {}

    /// The one of this process.
    public static HostProbe instance() {
        return INSTANCE;
    }

    /// What users are told, and isolations decide by.
    public synchronized HostFacts facts() {
        HostFacts known = facts;
        if (known == null) {
            known = probe();
            facts = known;
        }
        return known;
    }

    /// What plans depend on. The first call also makes the cgroups below which containers get
    /// theirs.
    public synchronized PlanHost planHost() {
        PlanHost known = planHost;
        if (known == null) {
            known = probePlanHost();
            planHost = known;
        }
        return known;
    }

    /// The hierarchies of control groups that are mounted.
    public synchronized CgroupHost cgroupHost() {
        CgroupHost known = cgroupHost;
        if (known == null) {
            known = CgroupHost.detect();
            cgroupHost = known;
        }
        return known;
    }

    /// The groups below which containers get theirs, one in each hierarchy that the engine may
    /// write to. They are where plans have them, which is where the engine's own group was before
    /// the engine moved aside in it.
    public List<Cgroup> cgroupParents() {
        return switch (planHost().cgroups()) {
            case CgroupLayout.None _, CgroupLayout.Perhaps _, CgroupLayout.Scopes _ -> List.of();
            case CgroupLayout.V1(var hierarchies, var unified) ->
                    Stream.concat(
                                    hierarchies.stream()
                                            .map(each -> at(each.mountPoint(), each.parent())),
                                    unified.stream()
                                            .map(each -> at(each.mountPoint(), each.parent())))
                            .toList();
            case CgroupLayout.V2(var unified) ->
                    List.of(at(unified.mountPoint(), unified.parent()));
        };
    }

    /// What plans of a pod's containers depend on: their groups are below one of the pod's, which
    /// is made.
    ///
    /// @param pod its id, or the absolute path of its group
    public PlanHost planHost(String pod) {
        if (pod.startsWith("/")) {
            makeAbove(pod);
        }
        return planHost().with(CgroupHome.prepare(cgroupParents(pod)));
    }

    private void makeAbove(String path) {
        if (cgroupParents(path).stream().allMatch(Cgroup::exists)) {
            return;
        }
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            CgroupHome.prepare(cgroupParents(path.substring(0, slash)));
        }
    }

    /// The groups of a pod, one in each hierarchy that the engine may write to. They need not
    /// exist.
    ///
    /// @param pod its id, or the absolute path of its group
    public List<Cgroup> cgroupParents(String pod) {
        return cgroupParents().stream()
                .map(parent ->
                        pod.startsWith("/")
                                ? parent.hierarchy().at(NativePath.of(pod))
                                : parent.child(pod))
                .toList();
    }

    private Cgroup at(String mountPoint, String path) {
        return cgroupHost().hierarchies().stream()
                .filter(each -> each.mountPoint().toString().equals(mountPoint))
                .map(each -> each.at(NativePath.of(path)))
                .findFirst()
                .orElseThrow();
    }

    /// Moves this process out of the session of whoever started it, before anything is asked here:
    /// containers' groups depend on where the engine is.
    public void leaveSession() {
        new CgroupHome(CgroupHost.detect()).leaveSession();
    }

    private static HostFacts probe() {
        return new HostFacts(
                ProcText.read("/proc/sys/kernel/osrelease").strip(),
                architecture(),
                OsRelease.prettyName(),
                Runtime.getRuntime().availableProcessors(),
                MemInfo.totalBytes(ProcText.lines("/proc/meminfo")),
                user(),
                home().facts(),
                features());
    }

    private static PlanHost probePlanHost() {
        CgroupLayout cgroups = home().prepare();
        boolean mountSetattr = KernelTrial.mountSetattr();
        var kernel =
                new KernelFeatures(
                        KernelTrial.cloneIntoCgroup(),
                        mountSetattr,
                        mountSetattr,
                        KernelTrial.overlayLowerAppend(),
                        hasKill(cgroups),
                        LabelModule.active());
        return new PlanHost(
                Arch.host(),
                kernel,
                cgroups,
                IdMap.users().isNamespace(),
                lastCapability(),
                ProcessCapabilities.current().effective());
    }

    private static boolean hasKill(CgroupLayout layout) {
        return switch (layout) {
            case CgroupLayout.None _, CgroupLayout.Perhaps _, CgroupLayout.Scopes _ -> false;
            case CgroupLayout.V1(_, var unified) -> unified.filter(HostProbe::hasKill).isPresent();
            case CgroupLayout.V2(var unified) -> hasKill(unified);
        };
    }

    private static boolean hasKill(CgroupLayout.Unified unified) {
        return ProcText.exists(unified.mountPoint() + unified.parent() + "/cgroup.kill");
    }

    private static int lastCapability() {
        return Integer.parseInt(ProcText.read("/proc/sys/kernel/cap_last_cap").strip());
    }

    private static CgroupHome home() {
        return new CgroupHome(INSTANCE.cgroupHost());
    }

    private static String architecture() {
        return switch (Arch.host()) {
            case X86_64 -> "amd64";
            case AARCH64 -> "arm64";
        };
    }

    private static HostUser user() {
        IdMap ids = IdMap.users();
        return new HostUser(
                ids.outsideOfRoot(),
                ids.isNamespace(),
                ids.count(),
                Optional.ofNullable(System.getenv(ID_MAPPING_NOTE)));
    }

    private static Map<String, Boolean> features() {
        var features = new TreeMap<String, Boolean>();
        features.put("clone3", KernelTrial.clone3());
        features.put("clone-into-cgroup", KernelTrial.cloneIntoCgroup());
        features.put("openat2", KernelTrial.openat2());
        features.put("open-tree", KernelTrial.openTree());
        features.put("mount-setattr", KernelTrial.mountSetattr());
        features.put("pidfd", KernelTrial.pidfd());
        features.put("overlay", KernelTrial.overlay());
        features.put("overlay-lower-append", KernelTrial.overlayLowerAppend());
        features.put("seccomp", ProcText.exists("/proc/sys/kernel/seccomp/actions_avail"));
        features.put("time-namespaces", ProcText.exists("/proc/self/ns/time"));
        features.put("cgroup-namespaces", ProcText.exists("/proc/self/ns/cgroup"));
        features.put("user-namespaces", userNamespaces());
        features.put(
                "raise-limits",
                ProcessCapabilities.current().effective().contains(Capability.CAP_SYS_RESOURCE));
        return features;
    }

    private static boolean userNamespaces() {
        String most = ProcText.read("/proc/sys/user/max_user_namespaces").strip();
        return ProcText.exists("/proc/self/ns/user") && !most.equals("0") && !most.isEmpty();
    }
}
