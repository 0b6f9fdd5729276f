package dev.hako.engine.network.plugins;

import dev.hako.engine.config.PodConfig;
import dev.hako.engine.network.fabric.Ports;
import dev.hako.engine.network.store.Connected;
import dev.hako.engine.network.store.Connection;
import dev.hako.engine.network.store.PublishedPort;
import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.cni.Attachment;
import dev.hako.network.cni.AttachmentId;
import dev.hako.network.cni.AttachmentResult;
import dev.hako.network.cni.Capability;
import dev.hako.network.cni.NetworkFolder;
import dev.hako.network.cni.NetworkList;
import dev.hako.network.cni.NetworkPlugins;
import dev.hako.network.port.PortReservation;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Networks that plugins make of the host (CNI), for pods: those that an administrator has
/// described in `/etc/cni/net.d`.
///
/// All methods may be called from any thread.
public final class PluginNetworks {
    private static final String PREFIX = PodConfig.PLUGINS + ":";
    private static final String INTERFACE = "eth0";
    private static final Path FOLDER = Path.of("/etc/cni/net.d");
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/opt/cni/bin"), Path.of("/usr/lib/cni"), Path.of("/usr/libexec/cni"));
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final InetAddress ANY_ADDRESS = Addresses.parse("0.0.0.0");

    private static final Logger LOG = LoggerFactory.getLogger(PluginNetworks.class);

    private final NetworkPlugins plugins;

    /// Who attaches holds it with others, who collects alone.
    private final ReadWriteLock attaching = new ReentrantReadWriteLock();

    /// @param attached the engine's folder for what is attached, which a reboot empties
    public PluginNetworks(Path attached) {
        this.plugins = new NetworkPlugins(PROGRAMS, attached, DEADLINE);
    }

    /// The same with the network's own name, whose plugins are there and ready.
    ///
    /// @throws Failure `NOT_FOUND` if there is none
    public String settled(String network) {
        NetworkList list = find(network);
        plugins.requireReady(list);
        return PREFIX + list.name();
    }

    private static NetworkList find(String network) {
        NetworkFolder folder = NetworkFolder.read(FOLDER);
        Optional<NetworkList> found =
                network.equals(PodConfig.PLUGINS)
                        ? folder.networks().stream().findFirst()
                        : folder.find(network.substring(PREFIX.length()));
        return found.orElseThrow(() -> {
            Failure missing =
                    Failure.notFound("no network \"" + network + "\" is described in " + FOLDER)
                            .hint("describe it there, or use one of `hako network ls`");
            folder.refused().forEach(missing::addSuppressed);
            return missing;
        });
    }

    /// How a pod is attached, and what has its ports.
    public record Attached(Connected connected, List<Fd> held) {}

    /// Attaches a pod. What a killed engine has begun is undone before.
    public Attached attach(PodNetwork pod, String network) {
        attaching.readLock().lock();
        try {
            return attachAnew(pod, network);
        } finally {
            attaching.readLock().unlock();
        }
    }

    private Attached attachAnew(PodNetwork pod, String network) {
        detach(pod.id());
        NetworkList list = find(network);
        plugins.requireReady(list);
        Ports ports =
                Ports.take(pod.options().published(), List.of(ANY_ADDRESS), PortReservation::of);
        try {
            Attachment attachment =
                    Attachment.of(new AttachmentId(pod.id(), INTERFACE), pod.namespace())
                            .with(mappings(ports.published()));
            AttachmentResult result = plugins.attach(list, attachment);
            return new Attached(connected(pod, list, result, ports.published()), ports.held());
        } catch (Failure e) {
            ports.held().forEach(Fd::close);
            detach(pod.id());
            throw e;
        }
    }

    /// Lets plugins give back what they hold for nobody (`GC`), after a reboot say: of the one
    /// network that is called as this engine is. To others other runtimes may have attached.
    ///
    /// @param own what this engine's network is called
    public void collect(String own) {
        attaching.writeLock().lock();
        try {
            NetworkFolder.read(FOLDER)
                    .find(own)
                    .ifPresent(list -> plugins.collect(list, plugins.attached(list.name())));
        } catch (Failure e) {
            LOG.warn("{}", e.getMessage());
        } finally {
            attaching.writeLock().unlock();
        }
    }

    private static Capability mappings(List<PublishedPort> ports) {
        return new Capability.PortMappings(
                ports.stream()
                        .map(port ->
                                new Capability.PortMapping(
                                        port.hostPort(),
                                        port.containerPort(),
                                        port.protocol().toString(),
                                        Optional.of(port.hostAddress())
                                                .filter(address -> !address.isAnyLocalAddress())))
                        .toList());
    }

    private static Connected connected(
            PodNetwork pod, NetworkList list, AttachmentResult result, List<PublishedPort> ports) {
        List<AttachmentResult.Ip> ips = result.containerIps();
        Connection connection =
                new Connection(
                        PREFIX + list.name(),
                        list.name(),
                        INTERFACE,
                        "",
                        hardwareAddress(list, result),
                        ips.stream()
                                .map(ip -> new InterfaceAddress(ip.address(), ip.prefixLength()))
                                .toList(),
                        ips.stream().flatMap(ip -> ip.gateway().stream()).toList(),
                        result.dns().servers(),
                        List.of(pod.name()));
        InetAddress own = result.firstAddress().orElse(ANY_ADDRESS);
        return new Connected(
                List.of(connection), ports.stream().map(port -> port.to(own)).toList());
    }

    private static HardwareAddress hardwareAddress(NetworkList list, AttachmentResult result) {
        return result.interfaces().stream()
                .filter(each -> each.sandbox().isPresent())
                .flatMap(each -> each.mac().stream())
                .map(HardwareAddress::parse)
                .findFirst()
                .orElseThrow(() ->
                        Failure.invalid("the plugins of " + list + " have made no interface"));
    }

    /// Detaches a pod from whatever it is attached to, or was begun to be.
    public void detach(String podId) {
        plugins.detachAll(podId);
    }
}
