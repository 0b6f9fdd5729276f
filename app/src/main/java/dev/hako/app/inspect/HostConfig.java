package dev.hako.app.inspect;

import dev.hako.app.document.Document;
import dev.hako.app.network.ContainerNetworks;
import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.DeviceRequest;
import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.config.LifecycleOptions;
import dev.hako.engine.config.Limits;
import dev.hako.engine.config.Limits.DeviceThrottle;
import dev.hako.engine.config.MountRequest;
import dev.hako.engine.config.NamespaceOptions;
import dev.hako.engine.config.NamespaceOptions.Mode;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.OthersNamespace;
import dev.hako.engine.config.SeccompChoice;
import dev.hako.engine.config.SecurityOptions;
import dev.hako.engine.config.Share;
import dev.hako.engine.config.StorageOptions.VolumesFrom;
import dev.hako.network.address.Addresses;
import dev.hako.network.egress.EgressRule;
import dev.hako.network.names.AddedHost;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a container may do and use, as Docker's `HostConfig`.
final class HostConfig {
    private static final long STANDARD_SHM_BYTES = 64L << 20;

    private HostConfig() {}

    static Document of(ContainerConfig config) {
        return Document.with("Binds", binds(config))
                .and("Tmpfs", tmpfs(config))
                .and(
                        "VolumesFrom",
                        config.storage().volumesFrom().stream().map(VolumesFrom::toString).toList())
                .and("ShmSize", config.storage().shmBytes().orElse(STANDARD_SHM_BYTES))
                .and(
                        "Devices",
                        config.storage().devices().stream().map(HostConfig::device).toList())
                .and("OomScoreAdj", config.process().oomScoreAdj().orElse(0))
                .and("GroupAdd", config.process().groups())
                .and("Init", config.process().init())
                .and("Annotations", config.annotations())
                .andAll(lifecycle(config.lifecycle()))
                .andAll(namespaces(config.namespaces()))
                .andAll(names(config.namespaces().connections()))
                .andAll(egress(config.namespaces().connections()))
                .andAll(security(config.security()))
                .andAll(limits(config.limits()))
                .build();
    }

    private static List<String> binds(ContainerConfig config) {
        List<String> binds = new ArrayList<>();
        for (MountRequest mount : config.storage().mounts()) {
            if (mount instanceof MountRequest.Bind bind) {
                String options =
                        bind.options().isEmpty() ? "" : ":" + String.join(",", bind.options());
                binds.add(bind.source() + ":" + bind.target() + options);
            } else if (mount instanceof MountRequest.Volume(String name, String target, var how)
                    && !how.anonymous()) {
                binds.add(name + ":" + target + (how.mode().isEmpty() ? "" : ":" + how.mode()));
            }
        }
        return binds;
    }

    private static Map<String, String> tmpfs(ContainerConfig config) {
        Map<String, String> tmpfs = new LinkedHashMap<>();
        for (MountRequest mount : config.storage().mounts()) {
            if (mount instanceof MountRequest.Tmpfs(String target, List<String> options)) {
                tmpfs.put(target, String.join(",", options));
            }
        }
        return tmpfs;
    }

    private static Document device(DeviceRequest device) {
        return Document.with("PathOnHost", device.source())
                .and("PathInContainer", device.target())
                .and("CgroupPermissions", device.access())
                .build();
    }

    private static Document lifecycle(LifecycleOptions lifecycle) {
        return Document.with("AutoRemove", lifecycle.autoRemove())
                .and(
                        "LogConfig",
                        Document.with("Type", lifecycle.log().driver().toString())
                                .and("Config", lifecycle.log().options())
                                .build())
                .and(
                        "RestartPolicy",
                        Document.with("Name", lifecycle.restart().mode().toString())
                                .and("MaximumRetryCount", lifecycle.restart().mostRetries())
                                .build())
                .build();
    }

    private static Document namespaces(NamespaceOptions namespaces) {
        return Document.with("NetworkMode", ContainerNetworks.mode(namespaces))
                .and("PidMode", place(namespaces, Share.PID, word(namespaces.pid(), "")))
                .and("IpcMode", place(namespaces, Share.IPC, word(namespaces.ipc(), "private")))
                .and("UTSMode", word(namespaces.uts(), ""))
                .and("CgroupnsMode", word(namespaces.cgroup(), "private"))
                .and("UsernsMode", word(namespaces.user(), ""))
                .and("Sysctls", namespaces.sysctls())
                .build();
    }

    /// How it finds others by name.
    private static Document names(NetworkOptions options) {
        return Document.with(
                        "Dns", options.names().servers().stream().map(Addresses::text).toList())
                .and("DnsSearch", options.names().search())
                .and("DnsOptions", options.names().options())
                .and("ExtraHosts", options.hosts().stream().map(HostConfig::host).toList())
                .build();
    }

    /// Where it may send; Docker has nothing of the kind.
    private static Document egress(NetworkOptions options) {
        List<EgressRule> rules = options.egress().map(EgressOptions::rules).orElse(List.of());
        return Document.with("Egress", options.egress().isPresent() ? "deny" : "allow")
                .and("EgressAllow", rules.stream().map(EgressRule::toString).toList())
                .build();
    }

    private static String host(AddedHost host) {
        return host.name()
                + ":"
                + host.address().map(Addresses::text).orElse(AddedHost.HOST_GATEWAY);
    }

    private static String word(Mode mode, String standard) {
        return switch (mode) {
            case STANDARD -> standard;
            case PRIVATE, POD -> "private";
            case HOST -> "host";
        };
    }

    private static Document security(SecurityOptions security) {
        return Document.with("Privileged", security.privileged())
                .and("ReadonlyRootfs", security.readOnlyRoot())
                .and("CapAdd", security.addedCapabilities())
                .and("CapDrop", security.droppedCapabilities())
                .and("SecurityOpt", securityOptions(security))
                .build();
    }

    private static List<String> securityOptions(SecurityOptions security) {
        List<String> options = new ArrayList<>();
        if (security.noNewPrivileges()) {
            options.add("no-new-privileges");
        }
        switch (security.seccomp()) {
            case SeccompChoice.Standard _ -> {}
            case SeccompChoice.Unconfined _ -> options.add("seccomp=unconfined");
            case SeccompChoice.Profile(String json) -> options.add("seccomp=" + json);
        }
        if (security.unmasked()) {
            options.add("systempaths=unconfined");
        }
        security.apparmorProfile().ifPresent(profile -> options.add("apparmor=" + profile));
        security.selinuxLabel().ifPresent(label -> options.add("label=" + label));
        return options;
    }

    private static Document limits(Limits limits) {
        return Document.with("Memory", limits.memoryBytes().orElse(0L))
                .and("MemorySwap", limits.memoryWithSwapBytes().orElse(0L))
                .and("MemoryReservation", limits.memoryReservationBytes().orElse(0L))
                .and("MemorySwappiness", limits.memorySwappiness().orElse(null))
                .and("OomKillDisable", limits.oomKillDisable())
                .and("NanoCpus", limits.nanoCpus().orElse(0L))
                .and("CpuShares", limits.cpuShares().orElse(0L))
                .and("CpuPeriod", limits.cpuPeriodMicros().orElse(0L))
                .and("CpuQuota", limits.cpuQuotaMicros().orElse(0L))
                .and("CpuRealtimePeriod", limits.cpuRealtimePeriodMicros().orElse(0L))
                .and("CpuRealtimeRuntime", limits.cpuRealtimeRuntimeMicros().orElse(0L))
                .and("CpusetCpus", limits.cpusetCpus().orElse(""))
                .and("CpusetMems", limits.cpusetMems().orElse(""))
                .and("PidsLimit", limits.pids().orElse(null))
                .and("BlkioWeight", limits.blkioWeight().orElse(0))
                .and("BlkioDeviceReadBps", throttles(limits, DeviceThrottle.Kind.READ_BPS))
                .and("BlkioDeviceWriteBps", throttles(limits, DeviceThrottle.Kind.WRITE_BPS))
                .and("BlkioDeviceReadIOps", throttles(limits, DeviceThrottle.Kind.READ_IOPS))
                .and("BlkioDeviceWriteIOps", throttles(limits, DeviceThrottle.Kind.WRITE_IOPS))
                .and("Ulimits", limits.ulimits().stream().map(HostConfig::ulimit).toList())
                .build();
    }

    private static List<Document> throttles(Limits limits, DeviceThrottle.Kind kind) {
        return limits.deviceThrottles().stream()
                .filter(throttle -> throttle.kind() == kind)
                .map(throttle ->
                        Document.with("Path", throttle.device())
                                .and("Rate", throttle.rate())
                                .build())
                .toList();
    }

    private static Document ulimit(Limits.Ulimit ulimit) {
        return Document.with("Name", ulimit.name())
                .and("Soft", ulimit.soft())
                .and("Hard", ulimit.hard())
                .build();
    }

    private static String place(NamespaceOptions namespaces, Share share, String own) {
        String container = namespaces.sharing().containers().get(share);
        return container == null ? own : OthersNamespace.of(container);
    }
}
