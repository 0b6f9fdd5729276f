package dev.hako.engine.spec;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.Limits;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.SeccompChoice;
import dev.hako.engine.config.SecurityOptions;
import dev.hako.engine.config.SystemPaths;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.failure.Failure;
import dev.hako.image.Image;
import dev.hako.oci.hardening.ContainerOutline;
import dev.hako.oci.hardening.HardenedSpec;
import dev.hako.oci.hardening.Machine;
import dev.hako.oci.hardening.SeccompProfile;
import dev.hako.oci.json.InvalidDocumentException;
import dev.hako.oci.runtime.Capabilities;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Root;
import dev.hako.oci.runtime.Seccomp;
import dev.hako.oci.runtime.Spec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Builds the spec that a container is started with.
public final class SpecBuilder {
    private static final String ROOT_PATH = "rootfs";

    private final Machine machine;
    private final CapabilityChoice capabilities;
    private final MountChoice mounts;
    private final DeviceChoice devices;
    private final UserChoice ids;
    private final ConcurrentHashMap<List<String>, Seccomp> seccompByCapabilities =
            new ConcurrentHashMap<>();

    /// @param machine what profiles depend on
    /// @param held the capabilities that the engine has and can give
    /// @param mappedIds how many ids it can give to containers
    /// @param recursiveReadOnly whether the kernel can make a mount read-only with all below it
    public SpecBuilder(
            Machine machine, List<String> held, long mappedIds, boolean recursiveReadOnly) {
        this.machine = machine;
        this.capabilities = new CapabilityChoice(held);
        this.mounts = new MountChoice(mappedIds, recursiveReadOnly);
        this.devices = new DeviceChoice(Path.of("/dev"));
        this.ids = new UserChoice(mappedIds);
    }

    /// The spec that a container is started with.
    ///
    /// @param container whose spec it is
    /// @param image resolved
    /// @param files the files that the engine keeps for it
    /// @param users who is who in its root file system
    /// @throws Failure `INVALID` or `UNSUPPORTED` naming the option and why
    public Spec build(
            ContainerDocument container, Image image, EngineFiles files, UserLookup users) {
        ContainerConfig config = container.config();
        String hostname = hostname(container);
        Process process = ProcessChoice.process(config, image, hostname, users);
        List<String> granted = capabilities.of(config.security());
        Spec hardened =
                HardenedSpec.of(
                        new ContainerOutline(
                                new Root(ROOT_PATH, config.security().readOnlyRoot()),
                                process,
                                granted,
                                hostname,
                                container.id()),
                        machine);
        Linux linux = ids.in(linux(config, hardened, granted), container);
        return hardened.with(spec ->
                spec.hostname(ownsUts(config) ? hostname : null)
                        .domainname(config.process().domainname().orElse(null))
                        .mounts(mounts.of(config, hardened.mounts(), files))
                        .annotations(config.annotations())
                        .hooks(config.lifecycle().hooks())
                        .process(withAmbient(hardened, config.security(), granted))
                        .linux(linux));
    }

    private @Nullable Process withAmbient(
            Spec hardened, SecurityOptions security, List<String> granted) {
        Process process = hardened.process();
        if (process == null || security.ambientCapabilities().isEmpty()) {
            return process;
        }
        List<String> ambient = capabilities.ambient(security, granted);
        Capabilities own =
                HardenedSpec.capabilities(granted, Objects.requireNonNull(process.user()));
        // What is ambient is permitted and inheritable, too: capabilities(7).
        Capabilities sets =
                new Capabilities(
                        own.bounding(),
                        Stream.concat(own.effective().stream(), ambient.stream())
                                .distinct()
                                .toList(),
                        ambient,
                        Stream.concat(own.permitted().stream(), ambient.stream())
                                .distinct()
                                .toList(),
                        ambient);
        return process.with(p -> p.capabilities(sets));
    }

    /// Limits alone, in the words of the spec.
    ///
    /// @throws Failure `INVALID` naming the option and why
    public static Resources resources(Limits limits) {
        return LimitChoice.resources(limits, Resources.NONE);
    }

    /// The process of an exec.
    public Process execProcess(Spec container, ExecRequest request, UserLookup users) {
        List<String> all =
                request.privileged()
                        ? capabilities.all()
                        : ProcessChoice.bounding(container.process());
        return ProcessChoice.execProcess(container, request, users, all);
    }

    /// The kernel settings of what a pod's containers share.
    ///
    /// @throws Failure `INVALID` naming one that is not of a shared namespace
    public Map<String, String> podSysctl(PodConfig pod) {
        Linux standard = Objects.requireNonNull(initSpec("pod", List.of("init")).linux());
        return SysctlChoice.ofPod(pod, standard.sysctl());
    }

    /// What the first process of a pod's PID namespace is started with: it may do nothing and sees
    /// nothing but its program.
    ///
    /// @param id of its control group
    /// @param program what it runs
    public Spec podInit(String id, Path program) {
        Spec spec = initSpec(id, List.of(EngineFiles.INIT));
        Linux base = Objects.requireNonNull(spec.linux());
        Linux bare =
                base.with(linux ->
                        linux.namespaces(NamespaceChoice.of(NamespaceOptions.STANDARD))
                                .maskedPaths(List.of())
                                .readonlyPaths(List.of())
                                .seccomp(standard(List.of())));
        List<Mount> mounts =
                List.of(
                        Mount.of("/dev", "tmpfs", "tmpfs", "nosuid", "mode=755", "size=65536k"),
                        MountChoice.init(program));
        return spec.with(s -> s.mounts(mounts).linux(bare));
    }

    private Spec initSpec(String id, List<String> words) {
        return HardenedSpec.of(
                new ContainerOutline(
                        new Root(ROOT_PATH, true), Process.of(words), List.of(), "pod", id),
                machine);
    }

    private Linux linux(ContainerConfig config, Spec hardened, List<String> granted) {
        SecurityOptions security = config.security();
        boolean bare = security.privileged() || security.unmasked();
        Linux base = Optional.ofNullable(hardened.linux()).orElse(Linux.NONE);
        Resources resources = LimitChoice.resources(config.limits(), base.resources());
        DeviceChoice.Chosen chosen = devices.of(config, resources.devices());
        SystemPaths paths =
                security.systemPaths()
                        .orElseGet(() -> new SystemPaths(base.maskedPaths(), base.readonlyPaths()));
        return base.with(linux ->
                linux.namespaces(NamespaceChoice.of(config.namespaces()))
                        .sysctl(SysctlChoice.of(config.namespaces(), base.sysctl()))
                        .resources(resources.with(r -> r.devices(chosen.rules())))
                        .devices(chosen.nodes())
                        .maskedPaths(bare ? List.of() : paths.masked())
                        .readonlyPaths(bare ? List.of() : paths.readOnly())
                        .seccomp(seccomp(security, granted)));
    }

    private @Nullable Seccomp seccomp(SecurityOptions security, List<String> granted) {
        return switch (security.seccomp()) {
            case SeccompChoice.Unconfined _ -> null;
            case SeccompChoice.Profile(String json) -> profile(json).resolve(granted, machine);
            case SeccompChoice.Standard _ -> security.privileged() ? null : standard(granted);
        };
    }

    private Seccomp standard(List<String> granted) {
        return seccompByCapabilities.computeIfAbsent(
                granted, list -> SeccompProfile.standard().resolve(list, machine));
    }

    private static SeccompProfile profile(String json) {
        try {
            return SeccompProfile.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidDocumentException e) {
            throw Failure.of(
                    Failure.Kind.INVALID,
                    "invalid option --security-opt seccomp: " + e.getMessage(),
                    e);
        }
    }

    /// The name in the container's UTS namespace.
    public static String hostname(ContainerDocument container) {
        return container
                .config()
                .process()
                .hostname()
                .orElseGet(() -> container.id().substring(0, 12));
    }

    private static boolean ownsUts(ContainerConfig config) {
        return config.namespaces().uts() != Mode.HOST;
    }

    /// What an exec asks for.
    public record ExecRequest(
            List<String> command,
            boolean terminal,
            List<String> env,
            Optional<String> user,
            Optional<String> workingDirectory,
            boolean privileged) {
        public ExecRequest {
            command = List.copyOf(new ArrayList<>(command));
            env = List.copyOf(env);
        }
    }
}
