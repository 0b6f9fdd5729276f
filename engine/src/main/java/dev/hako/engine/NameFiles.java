package dev.hako.engine;

import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.spec.EngineFiles;
import dev.hako.failure.Failure;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.names.HostResolvConf;
import dev.hako.network.names.HostsFile;
import dev.hako.network.names.ResolvConf;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.util.List;

/// The files that tell a container, or a pod's containers, of names: `/etc/hosts`, `/etc/hostname`
/// and `/etc/resolv.conf`.
///
/// @param hostname their own
/// @param options what they are to say besides
/// @param connections how they are connected
record NameFiles(String hostname, NetworkOptions options, List<Connection> connections) {

    /// Writes those that are missing, and those that tell of addresses, which change.
    void write(EngineFiles files) {
        try {
            if (!connections.isEmpty() || Files.notExists(files.hosts())) {
                Files.writeString(files.hosts(), hosts());
            }
            if (Files.notExists(files.hostname())) {
                Files.writeString(files.hostname(), hostname + "\n");
            }
            boolean said = !options.names().equals(ResolvConf.Choice.NONE);
            if (files.resolvConf().isPresent() && (!connections.isEmpty() || said)) {
                Files.writeString(files.resolvConf().get(), resolvConf().text());
            }
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.EXHAUSTED,
                    "cannot write the container's /etc/hosts, /etc/hostname and /etc/resolv.conf: "
                            + e,
                    e);
        }
    }

    /// The servers of networks that know their containers' names ask all others; those that are
    /// held back have one everywhere. What is at the gateway of plugins is nobody's of ours.
    private ResolvConf resolvConf() {
        ResolvConf own = HostResolvConf.OF_HOST.read().with(options.names());
        boolean held = options.egress().isPresent();
        List<InetAddress> gateways =
                connections.stream()
                        .filter(each -> !each.isOfPlugins())
                        .filter(each -> !each.isStandard() || held)
                        .flatMap(connection -> connection.gateways().stream())
                        .toList();
        if (gateways.isEmpty() && held) {
            return own.servedBy(ofPrograms());
        }
        return gateways.isEmpty() ? ofTheWorld(own) : own.servedBy(gateways);
    }

    /// Who has the program of an ordinary user's engine asks that first.
    private ResolvConf ofTheWorld(ResolvConf own) {
        boolean chosen = !options.names().servers().isEmpty();
        return chosen ? own : own.askingFirst(ofPrograms());
    }

    private List<InetAddress> ofPrograms() {
        return connections.stream().flatMap(each -> each.nameServers().stream()).toList();
    }

    private String hosts() {
        List<InterfaceAddress> addresses =
                connections.stream().flatMap(each -> each.addresses().stream()).toList();
        List<InetAddress> gateways =
                connections.stream().flatMap(each -> each.gateways().stream()).toList();
        boolean ipv6 = addresses.isEmpty() || addresses.stream().anyMatch(InterfaceAddress::isIpv6);
        HostsFile.Self self =
                new HostsFile.Self(
                        hostname,
                        List.of(),
                        addresses.stream().map(InterfaceAddress::address).toList());
        return HostsFile.of(self, options.hosts(), gateways, ipv6).text();
    }
}
