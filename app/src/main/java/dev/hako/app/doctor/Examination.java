package dev.hako.app.doctor;

import dev.hako.app.product.Installation;
import dev.hako.engine.EngineInfo;
import dev.hako.failure.Failure;
import dev.hako.isolation.HostFacts;
import dev.hako.isolation.Support;
import dev.hako.network.rootless.UserNetworking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Looks at everything a container may need.
public final class Examination {
    private static final Path APPARMOR_RESTRICTION =
            Path.of("/proc/sys/kernel/apparmor_restrict_unprivileged_userns");
    private static final Map<String, String> CONTROLLER_USES =
            Map.of(
                    "cpu", "processor time",
                    "cpuset", "choice of processors",
                    "pids", "number of processes",
                    "io", "disks",
                    "blkio", "disks");

    private final EngineInfo engine;
    private final Installation installation;
    private final List<Finding> findings = new ArrayList<>();

    private Examination(EngineInfo engine, Installation installation) {
        this.engine = engine;
        this.installation = installation;
    }

    /// All findings, in the order in which they are best read.
    public static List<Finding> of(EngineInfo engine, Installation installation) {
        Examination examination = new Examination(engine, installation);
        examination.isolations();
        examination.kernel();
        examination.user();
        examination.cgroups();
        examination.java();
        return examination.findings;
    }

    /// What becomes of images in containers.
    ///
    /// @param shared whether overlayfs takes the file system of containers' own layers
    public static Finding layers(boolean shared) {
        return shared
                ? Finding.ok("containers share the layers of images")
                : Finding.warn(
                        "overlayfs does not take the file system of HAKO_ROOT, so each container"
                                + " gets a whole copy of its image",
                        "move HAKO_ROOT to ext4, xfs, btrfs or tmpfs; fuse-overlayfs is not used");
    }

    /// What connects containers that name no network.
    ///
    /// @param rootless whether they are an ordinary user's
    /// @param whyNot why nothing does
    public static Finding networks(boolean rootless, Optional<Failure> whyNot) {
        return whyNot.map(why -> Finding.warn("networks: " + why.text(), why.hint().orElse("")))
                .orElseGet(() -> Finding.ok("networks: " + connection(rootless)));
    }

    private static String connection(boolean rootless) {
        return rootless
                ? UserNetworking.find().program() + " connects containers to the world"
                : "a bridge connects containers to each other and to the world";
    }

    private void isolations() {
        engine.isolations().forEach(this::isolation);
    }

    private void isolation(String name, Support support) {
        switch (support) {
            case Support.Supported(List<String> limitations) -> {
                findings.add(Finding.ok("isolation \"" + name + "\" works"));
                limitations.forEach(limitation ->
                        findings.add(
                                Finding.warn("isolation \"" + name + "\": " + limitation, "")));
            }
            case Support.Unsupported(String reason, String remedy) -> {
                String what = "isolation \"" + name + "\" does not work: " + reason;
                boolean needed = name.equals(engine.defaultIsolation());
                findings.add(needed ? Finding.fail(what, remedy) : Finding.warn(what, remedy));
            }
        }
    }

    private void kernel() {
        HostFacts host = engine.host();
        findings.add(
                Finding.ok(
                        "Linux %s on %s, %s"
                                .formatted(
                                        host.kernelRelease(),
                                        host.architecture(),
                                        host.operatingSystem())));
        new TreeMap<>(host.features())
                .forEach((feature, works) -> {
                    if (!works) {
                        findings.add(MissingFeature.finding(feature));
                    }
                });
    }

    private void user() {
        HostFacts.HostUser user = engine.host().user();
        if (!user.rootless()) {
            findings.add(Finding.ok("the engine runs as root"));
            return;
        }
        if (user.mappedIds() > 1) {
            findings.add(Finding.ok("user ids for containers: " + user.mappedIds()));
        } else {
            findings.add(oneId(user));
        }
        if (isOne(APPARMOR_RESTRICTION)) {
            findings.add(
                    Finding.warn(
                            "AppArmor restricts user namespaces of ordinary users",
                            "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or give"
                                    + " hako a profile with \"userns,\""));
        }
    }

    private static Finding oneId(HostFacts.HostUser user) {
        String why = user.mappingNote().map(note -> ": " + note).orElse("");
        return Finding.warn(
                "containers have a single user id" + why,
                "sudo apt-get install uidmap && sudo usermod --add-subuids 100000-165535"
                        + " --add-subgids 100000-165535 \"$USER\"");
    }

    private void cgroups() {
        HostFacts.HostCgroups cgroups = engine.host().cgroups();
        if (cgroups.controllers().isEmpty()) {
            findings.add(
                    Finding.warn(
                            "cgroups (" + cgroups.version() + "): no limits can be set",
                            cgroupRemedy()));
        } else {
            findings.add(
                    Finding.ok(
                            "cgroups ("
                                    + cgroups.version()
                                    + "): "
                                    + String.join(" ", cgroups.controllers())));
        }
        if (!cgroups.controllers().isEmpty() && !cgroups.missing().isEmpty()) {
            findings.add(
                    Finding.warn(
                            "no limits by "
                                    + uses(cgroups.missing().keySet())
                                    + ": the engine may not write to their control groups",
                            cgroupRemedy()));
        }
    }

    private static String uses(Set<String> controllers) {
        return new TreeSet<>(controllers)
                .stream()
                        .map(name ->
                                CONTROLLER_USES.containsKey(name)
                                        ? name + " (" + CONTROLLER_USES.get(name) + ")"
                                        : name)
                        .collect(Collectors.joining(", "));
    }

    private String cgroupRemedy() {
        return engine.host().user().rootless()
                ? "sudo mkdir -p /etc/systemd/system/user@.service.d && printf"
                        + " '[Service]\\nDelegate=yes\\n' | sudo tee"
                        + " /etc/systemd/system/user@.service.d/delegate.conf && sudo systemctl"
                        + " daemon-reload, then log in again"
                : "see that /sys/fs/cgroup is mounted and may be written to";
    }

    private void java() {
        findings.add(Finding.ok("Java " + Runtime.version()));
        installation
                .aotCache()
                .ifPresent(file ->
                        findings.add(
                                Files.exists(file)
                                        ? Finding.ok("ahead-of-time cache: " + file)
                                        : Finding.warn(
                                                "no ahead-of-time cache yet, so an engine"
                                                        + " starts slowly",
                                                "wait: an idle engine makes it by itself")));
    }

    private static boolean isOne(Path file) {
        try {
            return Files.readString(file).strip().equals("1");
        } catch (IOException e) {
            // This kernel has no such switch.
            return false;
        }
    }
}
