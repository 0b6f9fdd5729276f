package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerStats;
import dev.hako.cri.v1.ContainerStatsRequest;
import dev.hako.cri.v1.LinuxContainerResources;
import dev.hako.cri.v1.LinuxContainerSecurityContext;
import dev.hako.cri.v1.ListMetricDescriptorsRequest;
import dev.hako.cri.v1.ListPodSandboxMetricsRequest;
import dev.hako.cri.v1.Metric;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxMetrics;
import dev.hako.cri.v1.PodSandboxStatsRequest;
import dev.hako.cri.v1.UpdatePodSandboxResourcesRequest;
import dev.hako.testing.Await;
import dev.hako.testing.NeedsRoot;
import dev.hako.testing.network.OtherHost;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is told of the use of containers and pods is what the kernel's files say.
@NeedsRoot
class CriMetricsIT {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final OtherHost HOST = OtherHost.make();
    private static final Hako HAKO = Hako.ofThisUser().within(HOST.wrapper()).withStandardNetwork();
    private static final CriNode NODE = CriNode.start(HAKO);

    /// What not every kernel and not every disk tells.
    private static final List<String> PERHAPS =
            List.of("container_pressure_", "container_hugetlb_", "container_blkio_");

    private static final List<String> OF_DISKS =
            List.of(
                    "container_fs_reads_bytes_total",
                    "container_fs_reads_total",
                    "container_fs_writes_bytes_total",
                    "container_fs_writes_total");

    private static String pod;
    private static String container;

    @BeforeAll
    static void run() {
        pod = NODE.pod(CriConfigs.pod("shop", NamespaceOption.getDefaultInstance()).build());
        ContainerConfig.Builder config =
                CriConfigs.shell(
                        "till",
                        "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo some > /file;"
                                + " exec sleep 1000");
        config.getLinuxBuilder()
                .setSecurityContext(
                        LinuxContainerSecurityContext.newBuilder()
                                .setNamespaceOptions(NamespaceOption.getDefaultInstance()))
                .setResources(
                        LinuxContainerResources.newBuilder()
                                .setCpuPeriod(100_000)
                                .setCpuQuota(50_000)
                                .setCpuShares(512)
                                .setMemoryLimitInBytes(64 << 20)
                                .setMemorySwapLimitInBytes(64 << 20));
        container = NODE.run(pod, config.build());
        Await.until(
                "its rest",
                DEADLINE,
                () -> HAKO.shell("hako top " + container).output().contains("sleep"));
    }

    @AfterAll
    static void leaveNothing() {
        NODE.close();
        HOST.close();
    }

    private static PodSandboxMetrics metrics() {
        return NODE
                .runtime()
                .listPodSandboxMetrics(ListPodSandboxMetricsRequest.getDefaultInstance())
                .getPodMetricsList()
                .stream()
                .filter(one -> one.getPodSandboxId().equals(pod))
                .findFirst()
                .orElseThrow();
    }

    private static List<Metric> delivered() {
        PodSandboxMetrics metrics = metrics();
        assertThat(metrics.getContainerMetricsCount()).isEqualTo(1);
        return Stream.concat(
                        metrics.getMetricsList().stream(),
                        metrics.getContainerMetrics(0).getMetricsList().stream())
                .toList();
    }

    private static Map<String, List<String>> described() {
        Map<String, List<String>> labels = new HashMap<>();
        NODE.runtime()
                .listMetricDescriptors(ListMetricDescriptorsRequest.getDefaultInstance())
                .getDescriptorsList()
                .forEach(one -> {
                    assertThat(one.getHelp()).isNotEmpty();
                    assertThat(labels.put(one.getName(), one.getLabelKeysList())).isNull();
                });
        return labels;
    }

    @Test
    void everyMetricIsDescribedAndEveryOneThatIsDescribedIsDelivered() {
        Map<String, List<String>> described = described();
        Set<String> missing = new HashSet<>(described.keySet());
        for (Metric metric : delivered()) {
            assertThat(described.get(metric.getName()))
                    .as(metric.getName())
                    .hasSize(metric.getLabelValuesCount());
            assertThat(metric.getTimestamp()).isPositive();
            missing.remove(metric.getName());
        }
        missing.removeIf(name -> PERHAPS.stream().anyMatch(name::startsWith));
        OF_DISKS.forEach(missing::remove);
        assertThat(missing).isEmpty();
        assertThat(described.get("container_memory_rss"))
                .containsExactly("id", "name", "image", "container", "pod", "namespace");
    }

    private static long value(String name) {
        return delivered().stream()
                .filter(metric -> metric.getName().equals(name))
                .mapToLong(metric -> metric.getValue().getValue())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name));
    }

    @Test
    void metricsAreWhatTheKernelAndTheKubeletSay() throws IOException {
        assertThat(value("container_spec_memory_limit_bytes")).isEqualTo(64 << 20);
        assertThat(value("container_spec_cpu_quota")).isEqualTo(50_000);
        assertThat(value("container_spec_cpu_shares")).isEqualTo(512);
        assertThat(value("container_processes")).isEqualTo(1);
        assertThat(value("container_threads")).isEqualTo(file("pids.current"));
        assertThat(value("container_memory_max_usage_bytes"))
                .isEqualTo(file("memory.max_usage_in_bytes", "memory.peak"));
        assertThat(value("container_oom_events_total")).isZero();
        int pid = Integer.parseInt(HAKO.answer("inspect", "-f", "{{.State.Pid}}", container));
        try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            assertThat(value("container_file_descriptors")).isEqualTo(open.count());
        }
        assertThat(value("container_cpu_cfs_periods_total")).isPositive();
    }

    @Test
    void statsAreWhatTheKernelsFilesSay() throws IOException {
        long before = cpu();
        ContainerStats stats =
                NODE.runtime()
                        .containerStats(
                                ContainerStatsRequest.newBuilder()
                                        .setContainerId(container)
                                        .build())
                        .getStats();
        long after = cpu();
        assertThat(stats.getCpu().getUsageCoreNanoSeconds().getValue()).isBetween(before, after);
        long usage = file("memory.usage_in_bytes", "memory.current");
        assertThat(stats.getMemory().getUsageBytes().getValue())
                .isCloseTo(usage, within(256L << 10));
        assertThat(stats.getMemory().getWorkingSetBytes().getValue())
                .isCloseTo(
                        usage - stat("total_inactive_file", "inactive_file"), within(256L << 10));
        assertThat(stats.getMemory().getRssBytes().getValue())
                .isCloseTo(stat("total_rss", "anon"), within(256L << 10));
        assertThat(stats.getMemory().getPageFaults().getValue())
                .isCloseTo(stat("total_pgfault", "pgfault"), within(64L));
        assertThat(stats.getWritableLayer().getInodesUsed().getValue()).isPositive();
        var ofPod =
                NODE.runtime()
                        .podSandboxStats(
                                PodSandboxStatsRequest.newBuilder().setPodSandboxId(pod).build())
                        .getStats()
                        .getLinux();
        assertThat(ofPod.getProcess().getProcessCount().getValue()).isEqualTo(file("pids.current"));
        assertThat(ofPod.getNetwork().getDefaultInterface().getName()).isEqualTo("eth0");
    }

    /// The kubelet ends with a pod that has a network and no first interface.
    @Test
    void aPodOnTheHostsNetworkHasNoNetworkThatIsMeasured() {
        NamespaceOption host = NamespaceOption.newBuilder().setNetwork(NamespaceMode.NODE).build();
        String guest = NODE.pod(CriConfigs.pod("guest", host).build());
        var stats =
                NODE.runtime()
                        .podSandboxStats(
                                PodSandboxStatsRequest.newBuilder().setPodSandboxId(guest).build())
                        .getStats()
                        .getLinux();
        assertThat(stats.hasMemory()).isTrue();
        assertThat(stats.hasNetwork()).isFalse();
    }

    /// Nanoseconds.
    private static long cpu() throws IOException {
        if (group("cpuacct.usage").isEmpty()) {
            return keyed(Files.readString(Path.of(group("cpu.stat"))), "usage_usec") * 1000;
        }
        return file("cpuacct.usage");
    }

    /// The number in the first of these files that the container's groups have.
    private static long file(String... names) throws IOException {
        for (String name : names) {
            String path = group(name);
            if (!path.isEmpty()) {
                return Long.parseLong(Files.readString(Path.of(path)).strip());
            }
        }
        throw new AssertionError("no " + List.of(names));
    }

    private static long stat(String... keys) throws IOException {
        String text = Files.readString(Path.of(group("memory.stat")));
        for (String key : keys) {
            if (text.contains("\n" + key + " ") || text.startsWith(key + " ")) {
                return keyed(text, key);
            }
        }
        throw new AssertionError("no " + List.of(keys));
    }

    private static long keyed(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + " "))
                .mapToLong(line -> Long.parseLong(line.substring(key.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    private static String group(String file) {
        return find(container, file);
    }

    private static String find(String group, String file) {
        return HAKO.shell("find /sys/fs/cgroup -path '*/%s/%s' | head -n 1".formatted(group, file))
                .output()
                .strip();
    }

    @Test
    void aPodsOwnGroupIsLimitedAsAsked() throws IOException {
        LinuxContainerResources limits =
                LinuxContainerResources.newBuilder()
                        .setMemoryLimitInBytes(100 << 20)
                        .setCpuShares(300)
                        .build();
        LinuxContainerResources cost =
                LinuxContainerResources.newBuilder()
                        .setMemoryLimitInBytes(28 << 20)
                        .setCpuShares(100)
                        .build();
        var config = CriConfigs.pod("limited");
        config.getLinuxBuilder().setResources(limits);
        String limited = NODE.pod(config.build());
        assertThat(memoryOf(limited)).isEqualTo(100 << 20);
        update(limited, limits, cost);
        assertThat(memoryOf(limited)).isEqualTo(128 << 20);
        CriNode.assertCode(
                Status.Code.INVALID_ARGUMENT,
                () ->
                        update(
                                limited,
                                limits.toBuilder().setCpusetCpus("9999").build(),
                                LinuxContainerResources.getDefaultInstance()));
        assertThat(memoryOf(limited)).isEqualTo(128 << 20);
        NODE.stopPod(limited);
        NODE.removePod(limited);
        assertThat(find(limited, "*")).isEmpty();
    }

    private static void update(
            String pod, LinuxContainerResources limits, LinuxContainerResources cost) {
        var _ =
                NODE.runtime()
                        .updatePodSandboxResources(
                                UpdatePodSandboxResourcesRequest.newBuilder()
                                        .setPodSandboxId(pod)
                                        .setResources(limits)
                                        .setOverhead(cost)
                                        .build());
    }

    private static long memoryOf(String pod) throws IOException {
        String v1 = find(pod, "memory.limit_in_bytes");
        return Long.parseLong(
                Files.readString(Path.of(v1.isEmpty() ? find(pod, "memory.max") : v1)).strip());
    }
}
