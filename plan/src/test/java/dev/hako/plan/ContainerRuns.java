package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.kernel.Arch;
import dev.hako.kernel.ProcessCapabilities;
import dev.hako.oci.runtime.Mount;
import dev.hako.oci.runtime.Namespace;
import dev.hako.oci.runtime.Process;
import dev.hako.oci.runtime.Spec;
import dev.hako.plan.CgroupLayout.Hierarchy;
import dev.hako.plan.CgroupLayout.Unified;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What tests need that really run plans: a small root, and containers in it.
abstract class ContainerRuns {
    static final Monitoring LOGGING =
            new Monitoring(
                    false,
                    false,
                    false,
                    Monitoring.WithoutEngine.LIVES_ON,
                    "exit",
                    Optional.of(new Monitoring.Log("log", 0, 1)),
                    Optional.empty(),
                    Optional.empty());

    static final Stdio PIPES = new Stdio.Pipes(false);

    @TempDir Path temp;

    Path rootfs = Path.of("/");
    String id = "";
    private int runs;

    @BeforeEach
    void makeRoot() throws IOException {
        Files.setPosixFilePermissions(temp, PosixFilePermissions.fromString("rwxr-xr-x"));
        rootfs = TestRoot.make(temp.resolve("rootfs"));
        id = "plan-" + ProcessHandle.current().pid() + "-" + temp.getFileName();
    }

    static PlanHost host() {
        return host(layout(), KernelFeatures.ALL);
    }

    static PlanHost host(CgroupLayout layout, KernelFeatures kernel) {
        return new PlanHost(
                Arch.X86_64, kernel, layout, false, 40, ProcessCapabilities.current().effective());
    }

    /// Version 1 where the machine has it.
    static CgroupLayout layout() {
        List<Hierarchy> hierarchies =
                Stream.of("memory", "cpu", "cpuset", "pids", "devices")
                        .filter(name -> Files.exists(Path.of("/sys/fs/cgroup", name, "tasks")))
                        .map(name -> new Hierarchy(List.of(name), "/sys/fs/cgroup/" + name, "/"))
                        .toList();
        return hierarchies.isEmpty()
                ? new CgroupLayout.None("only version 1 is tried here", "use version 1")
                : new CgroupLayout.V1(hierarchies, unified());
    }

    /// A cgroup2 hierarchy beside version 1.
    static Optional<Unified> unified() {
        Path path = Path.of("/sys/fs/cgroup/unified");
        return Files.exists(path.resolve("cgroup.procs"))
                ? Optional.of(new Unified(List.of(), path.toString(), "/"))
                : Optional.empty();
    }

    Spec spec(String... args) {
        Process process = Process.of(List.of(args)).with(p -> p.env(List.of("PATH=/bin", "A=b")));
        Spec spec = Launches.hardened(process);
        return Launches.linux(spec, linux -> linux.with(l -> l.cgroupsPath("/" + id)));
    }

    Spec script(String script) {
        return spec("sh", "-c", script);
    }

    static Spec with(Spec spec, Mount... mounts) {
        List<Mount> all = new ArrayList<>(spec.mounts());
        all.addAll(List.of(mounts));
        return spec.with(s -> s.mounts(all));
    }

    static Spec withProcess(Spec spec, UnaryOperator<Process> change) {
        Process process = change.apply(Objects.requireNonNull(spec.process()));
        return spec.with(s -> s.process(process));
    }

    static Spec withNamespaces(Spec spec, UnaryOperator<List<Namespace>> change) {
        List<Namespace> now = new ArrayList<>(Objects.requireNonNull(spec.linux()).namespaces());
        List<Namespace> changed = change.apply(now);
        return Launches.linux(spec, linux -> linux.with(l -> l.namespaces(changed)));
    }

    ContainerLaunch launch(Spec spec, Stdio stdio) {
        return launch(spec, stdio, host(), RootFilesystem.directory(rootfs.toString()));
    }

    ContainerLaunch launch(Spec spec, Stdio stdio, PlanHost host, RootFilesystem root) {
        return new ContainerLaunch(
                host,
                id,
                temp.toString(),
                spec,
                root,
                stdio,
                LauncherRun.DESCRIPTORS,
                LOGGING,
                LaunchOptions.STANDARD,
                Map.of());
    }

    LauncherRun run(Spec spec) throws IOException {
        return run(launch(spec, PIPES));
    }

    LauncherRun run(ContainerLaunch launch) throws IOException {
        return LauncherRun.toEnd(ContainerPlan.compile(launch), temp.resolve("state" + runs++));
    }

    /// Runs a container that ends well.
    List<String> outputOf(Spec spec) throws IOException {
        return outputOf(launch(spec, PIPES));
    }

    List<String> outputOf(ContainerLaunch launch) throws IOException {
        try (LauncherRun run = run(launch)) {
            assertThat(run.failure()).isEmpty();
            assertThat(run.exitCode()).as("exit code").isZero();
            return run.output();
        }
    }
}
