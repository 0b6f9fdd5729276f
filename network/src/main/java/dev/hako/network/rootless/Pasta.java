package dev.hako.network.rootless;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.network.address.Addresses;
import dev.hako.network.port.PortForward;
import dev.hako.network.port.TransportProtocol;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// pasta(1), of passt: a box has the host's own addresses and routes, and connections within the
/// host are spliced by the kernel.
///
/// @param program its file
record Pasta(Path program) implements UserNetworking {
    static final String NAME = "pasta";
    static final String MARK_OPTION = "--pid";

    /// An address that is nobody's: link-local, where no link has it.
    private static final Inet4Address NAME_SERVER = (Inet4Address) Addresses.parse("169.254.1.1");

    @Override
    public String version() {
        return new ProgramStart(NAME, List.of(program.toString(), "--version")).firstLine();
    }

    /// Versions of before 2024 do not bring answers from a UDP port of another number back to the
    /// host's loopback addresses.
    @Override
    public Abilities abilities() {
        return new Abilities(true, true, true);
    }

    @Override
    public Inet4Address nameServer(UplinkRequest request) {
        return request.nameServer().orElse(NAME_SERVER);
    }

    @Override
    public Inet4Address nameServer() {
        return NAME_SERVER;
    }

    @Override
    public Connecting connect(Fd networkNamespace, UplinkRequest request) {
        refuseOnePortAtTwoAddresses(request.ports());
        HostPorts.require(request.ports());
        var start = new ProgramStart(NAME, command(request));
        return Connecting.begin(
                NAME,
                networkNamespace,
                request.mark(),
                namespace -> {
                    // Its input is one of the three descriptors that no version closes.
                    start.run(Map.of(0, namespace));
                    return new Uplink(start.process(content(request.mark())), request.mark());
                });
    }

    private static void refuseOnePortAtTwoAddresses(List<PortForward> ports) {
        for (PortForward port : ports) {
            if (ports.stream().anyMatch(other -> isElsewhere(port, other))) {
                throw Failure.unsupported(
                                "pasta does not take port "
                                        + port.hostPort()
                                        + "/"
                                        + port.protocol()
                                        + " of the host at two addresses")
                        .hint("leave out the address, or take another port for one of them");
            }
        }
    }

    /// All addresses of both families are one place to pasta.
    private static boolean isElsewhere(PortForward port, PortForward other) {
        return hasTheSamePort(port, other)
                && !port.hostSide().equals(other.hostSide())
                && !areOne(port, other);
    }

    private static boolean hasTheSamePort(PortForward one, PortForward other) {
        return one.protocol() == other.protocol() && one.hostPort() == other.hostPort();
    }

    private static boolean areOne(PortForward one, PortForward other) {
        return hasTheSamePort(one, other)
                && one.boxPort() == other.boxPort()
                && one.hostAddress().isEmpty()
                && other.hostAddress().isEmpty()
                && one.isIpv6() != other.isIpv6();
    }

    private List<String> command(UplinkRequest request) {
        var command = new ArrayList<>(List.of(program.toString(), "--quiet", "--config-net"));
        // That path is the namespace only while pasta starts.
        command.addAll(List.of("--netns", "/proc/self/fd/0", "--no-netns-quit"));
        command.addAll(List.of(MARK_OPTION, request.mark().toString()));
        command.addAll(List.of("--ns-ifname", INTERFACE, "--mtu", String.valueOf(request.mtu())));
        command.addAll(List.of("--dns-forward", nameServer(request).getHostAddress()));
        // The host's loopback interface is closed to the box, by the gateway's address too.
        command.addAll(List.of("--no-map-gw", "--tcp-ns", "none", "--udp-ns", "none"));
        request.hardwareAddress()
                .ifPresent(own -> command.addAll(List.of("--ns-mac-addr", own.toString())));
        if (!request.ipv6()) {
            command.add("--ipv4-only");
        }
        command.addAll(ports("--tcp-ports", request, TransportProtocol.TCP));
        command.addAll(ports("--udp-ports", request, TransportProtocol.UDP));
        return command;
    }

    /// Each port by itself: of several in one option, pasta is content with any.
    private static List<String> ports(
            String option, UplinkRequest request, TransportProtocol protocol) {
        List<String> options =
                request.ports().stream()
                        .filter(port -> port.protocol() == protocol)
                        .map(port -> written(port, request.ports()))
                        .distinct()
                        .flatMap(port -> Stream.of(option, port))
                        .toList();
        return options.isEmpty() ? List.of(option, "none") : options;
    }

    private static String written(PortForward port, List<PortForward> all) {
        String ports = port.hostPort() + ":" + port.boxPort();
        if (all.stream().anyMatch(other -> areOne(port, other))) {
            return ports;
        }
        InetAddress every = Addresses.parse(port.isIpv6() ? "::" : "0.0.0.0");
        return port.hostAddress().orElse(every).getHostAddress() + "/" + ports;
    }

    private static String content(Path mark) {
        try {
            return Files.readString(mark);
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.UNAVAILABLE, "pasta did not write " + mark, e);
        }
    }
}
