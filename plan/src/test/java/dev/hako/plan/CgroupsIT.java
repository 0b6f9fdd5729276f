package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hako.oci.runtime.CpuResources;
import dev.hako.oci.runtime.Device;
import dev.hako.oci.runtime.DeviceRule;
import dev.hako.oci.runtime.Linux;
import dev.hako.oci.runtime.MemoryResources;
import dev.hako.oci.runtime.Resources;
import dev.hako.oci.runtime.Spec;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Control groups of the machine the test runs on.
@NeedsRoot
@NeedsProgram("busybox")
class CgroupsIT extends ContainerRuns {
    @Test
    void limitsAndRemovesTheCgroup() throws IOException {
        Spec spec =
                Launches.linux(
                        script(
                                "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/pids/pids.max"),
                        linux ->
                                linux.with(l ->
                                        l.resources(
                                                Launches.memoryAndPids()
                                                        .with(r ->
                                                                r.devices(List.of())
                                                                        .memory(memory())))));
        if (layout() instanceof CgroupLayout.V1) {
            assertThat(outputOf(spec)).containsExactly("67108864", "100");
        }
        assertThat(Path.of("/sys/fs/cgroup/memory", id)).doesNotExist();
        assertThat(Path.of("/sys/fs/cgroup/unified", id)).doesNotExist();
    }

    private static MemoryResources memory() {
        return new MemoryResources(64L << 20, null, null, null, null, null, false, false, false);
    }

    @Test
    void givesACpusetWhatItsParentHas() throws IOException {
        UnaryOperator<Linux> change =
                linux ->
                        linux.with(l ->
                                l.resources(
                                        Resources.NONE.with(r ->
                                                r.cpu(
                                                        new CpuResources(
                                                                null, null, null, null, null, null,
                                                                "0", null, null)))));
        Spec spec = Launches.linux(script("grep Cpus_allowed_list /proc/self/status"), change);
        if (layout() instanceof CgroupLayout.V1) {
            assertThat(outputOf(spec)).containsExactly("Cpus_allowed_list:\t0");
        }
    }

    @Test
    void limitsDevicesByAProgram() throws IOException {
        assumeTrue(unified().isPresent(), "no cgroup2 hierarchy here");
        assumeTrue(Files.exists(Path.of("/dev/net/tun")), "no tun device here");
        assertThat(outputOf(tun(List.of()))).containsExactly("null", "open");
        assertThat(outputOf(tun(List.of(DeviceRule.all(false))))).containsExactly("null", "denied");
        assertThat(Path.of("/sys/fs/cgroup/unified", id)).doesNotExist();
    }

    private ContainerLaunch tun(List<DeviceRule> rules) {
        Spec spec =
                Launches.linux(
                        script(
                                "echo x >/dev/null && echo null;"
                                        + " (: </dev/net/tun) 2>/dev/null && echo open || echo denied"),
                        linux ->
                                linux.with(l ->
                                        l.resources(Resources.NONE.with(r -> r.devices(rules)))
                                                .devices(
                                                        List.of(
                                                                Device.character(
                                                                        "/dev/net/tun",
                                                                        10,
                                                                        200,
                                                                        0600)))));
        CgroupLayout layout = new CgroupLayout.V2(unified().orElseThrow());
        return launch(
                spec,
                PIPES,
                host(layout, KernelFeatures.ALL),
                RootFilesystem.directory(rootfs.toString()));
    }
}
