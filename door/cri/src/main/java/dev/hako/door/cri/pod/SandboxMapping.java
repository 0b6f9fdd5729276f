package dev.hako.door.cri.pod;

import dev.hako.cri.v1.CgroupDriver;
import dev.hako.cri.v1.DNSConfig;
import dev.hako.cri.v1.LinuxPodSandboxConfig;
import dev.hako.cri.v1.NamespaceMode;
import dev.hako.cri.v1.NamespaceOption;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PortMapping;
import dev.hako.cri.v1.Protocol;
import dev.hako.door.cri.config.CgroupParents;
import dev.hako.door.cri.config.Names;
import dev.hako.door.cri.config.NodeName;
import dev.hako.door.cri.config.UserMapping;
import dev.hako.door.cri.registry.SandboxEntry;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.Orchestration;
import dev.hako.engine.config.PodConfig;
import dev.hako.engine.config.PodUsers;
import dev.hako.engine.config.PortRequest;
import dev.hako.engine.config.Share;
import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import dev.hako.network.names.ResolvConf;
import dev.hako.network.port.TransportProtocol;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A pod as the kubelet wants it, in the engine's words.
///
/// @param driver who makes control groups, by whose grammar they are named
/// @param network by which pods are connected: empty for the engine's own, or that of plugins
record SandboxMapping(CgroupDriver driver, Optional<String> network) {
    /// @throws Failure `INVALID` or `UNSUPPORTED` naming what cannot be
    PodConfig map(PodSandboxConfig config, String handler) {
        NamespaceOption namespaces = config.getLinux().getSecurityContext().getNamespaceOptions();
        boolean host = namespaces.getNetwork() == NamespaceMode.NODE;
        return new PodConfig(
                Optional.of(Names.of(config.getMetadata())),
                config.getLabelsMap(),
                shares(namespaces, host),
                Optional.of(hostname(config, host)),
                host ? Optional.of(PodConfig.HOST_NETWORK) : network,
                config.getLinux().getSysctlsMap(),
                connections(config, host),
                PodConfig.STANDARD_SHM_BYTES,
                new Orchestration(
                        SandboxEntry.annotations(config, handler),
                        cgroupParent(config.getLinux()),
                        users(namespaces),
                        true));
    }

    /// What is the node's belongs to the machine's root.
    private static Optional<PodUsers> users(NamespaceOption namespaces) {
        Optional<PodUsers> users = UserMapping.of(namespaces);
        boolean node =
                Stream.of(namespaces.getNetwork(), namespaces.getPid(), namespaces.getIpc())
                        .anyMatch(mode -> mode == NamespaceMode.NODE);
        if (users.isPresent() && node) {
            throw Failure.invalid("a pod with users of its own has no namespace of the node")
                    .hint("set hostUsers: true, or leave hostNetwork, hostPID and hostIPC out");
        }
        return users;
    }

    /// The host's network comes with its name; whatever else is the host's is asked of each
    /// container.
    private static Set<Share> shares(NamespaceOption namespaces, boolean host) {
        Set<Share> shares = EnumSet.of(Share.NETWORK);
        if (!host) {
            shares.add(Share.UTS);
        }
        if (namespaces.getIpc() == NamespaceMode.POD) {
            shares.add(Share.IPC);
        }
        if (namespaces.getPid() == NamespaceMode.POD) {
            shares.add(Share.PID);
        }
        return shares;
    }

    private static String hostname(PodSandboxConfig config, boolean host) {
        return host || config.getHostname().isEmpty() ? NodeName.get() : config.getHostname();
    }

    private Optional<String> cgroupParent(LinuxPodSandboxConfig linux) {
        return linux.getCgroupParent().isEmpty()
                ? Optional.empty()
                : Optional.of(CgroupParents.path(linux.getCgroupParent(), driver));
    }

    private static NetworkOptions connections(PodSandboxConfig config, boolean host) {
        List<PortRequest> ports =
                config.getPortMappingsList().stream()
                        .filter(port -> !host && port.getHostPort() > 0)
                        .map(SandboxMapping::port)
                        .toList();
        return new NetworkOptions(
                List.of(), ports, List.of(), false, List.of(), names(config), Optional.empty());
    }

    private static PortRequest port(PortMapping port) {
        try {
            return new PortRequest(
                    protocol(port.getProtocol()),
                    port.getContainerPort(),
                    address(port.getHostIp()),
                    port.getHostPort(),
                    port.getHostPort());
        } catch (IllegalArgumentException e) {
            throw Failure.invalid(
                    "no port mapping: " + port.getHostPort() + " to " + port.getContainerPort());
        }
    }

    private static TransportProtocol protocol(Protocol protocol) {
        return switch (protocol) {
            case TCP -> TransportProtocol.TCP;
            case UDP -> TransportProtocol.UDP;
            case SCTP -> throw Failure.unsupported("ports of the host for SCTP are not supported");
            case UNRECOGNIZED -> throw Failure.invalid("a port mapping has an unknown protocol");
        };
    }

    private static Optional<InetAddress> address(String text) {
        return text.isEmpty() || text.equals("0.0.0.0")
                ? Optional.empty()
                : Optional.of(Addresses.parse(text));
    }

    /// What the kubelet says of names is all that is said; if it says nothing, it is as on the
    /// host.
    private static ResolvConf.Choice names(PodSandboxConfig config) {
        if (!config.hasDnsConfig()) {
            return ResolvConf.Choice.NONE;
        }
        DNSConfig dns = config.getDnsConfig();
        List<InetAddress> servers = dns.getServersList().stream().map(Addresses::parse).toList();
        List<String> none = servers.isEmpty() ? List.of() : List.of(".");
        return new ResolvConf.Choice(
                servers,
                dns.getSearchesCount() == 0 ? none : dns.getSearchesList(),
                dns.getOptionsList());
    }
}
