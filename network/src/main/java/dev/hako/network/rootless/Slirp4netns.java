package dev.hako.network.rootless;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Message;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Pipe;
import dev.hako.kernel.Poll;
import dev.hako.kernel.UnixSocket;
import dev.hako.network.address.Addresses;
import dev.hako.network.port.PortForward;
import dev.hako.network.program.Transcript;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// slirp4netns(1): a box is in a small network of its own, `10.0.2.0/24`, behind the host.
///
/// @param program its file
record Slirp4netns(Path program) implements UserNetworking {
    static final String NAME = "slirp4netns";
    static final String MARK_OPTION = "--api-socket";

    private static final Inet4Address NAME_SERVER = (Inet4Address) Addresses.parse("10.0.2.3");
    private static final int ERROR_FD = 2;
    private static final int NAMESPACE_FD = 3;
    private static final int READY_FD = 4;
    private static final int MOST_BYTES = 4096;

    /// It does not leave its parent by itself: a shell does that for it, and says its number, where
    /// the program itself must not speak.
    private static final String DETACHED = "\"$@\" >&2 & echo $!";

    @Override
    public String version() {
        return new ProgramStart(NAME, List.of(program.toString(), "--version")).firstLine();
    }

    /// Its IPv6 is an experiment, without ports. What it sends from the host's loopback addresses
    /// comes from the box's gateway, to which the box may not answer.
    @Override
    public Abilities abilities() {
        return new Abilities(false, false, false);
    }

    @Override
    public Inet4Address nameServer(UplinkRequest request) {
        return nameServer();
    }

    @Override
    public Inet4Address nameServer() {
        return NAME_SERVER;
    }

    @Override
    public Connecting connect(Fd networkNamespace, UplinkRequest request) {
        if (request.nameServer().filter(wished -> !wished.equals(NAME_SERVER)).isPresent()) {
            throw cannot("have its name server at another address than 10.0.2.3");
        }
        if (request.ports().stream().anyMatch(PortForward::isIpv6)) {
            throw cannot("take ports at addresses of IPv6");
        }
        HostPorts.require(request.ports());
        var start = new ProgramStart(NAME, command(request));
        return Connecting.begin(
                NAME,
                networkNamespace,
                request.mark(),
                namespace -> {
                    Uplink uplink = started(start, namespace, request.mark());
                    request.ports().forEach(port -> forward(port, request.mark()));
                    return uplink;
                });
    }

    private static Failure cannot(String what) {
        return Failure.unsupported("slirp4netns cannot " + what)
                .hint("install Debian's package passt, whose pasta can");
    }

    private List<String> command(UplinkRequest request) {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", "-c", DETACHED, "sh", program.toString()));
        command.addAll(List.of("--configure", "--mtu=" + request.mtu()));
        command.addAll(List.of("--disable-host-loopback", "--enable-sandbox", "--enable-seccomp"));
        request.hardwareAddress().ifPresent(own -> command.add("--macaddress=" + own));
        command.add("--ready-fd=" + READY_FD);
        command.addAll(List.of(MARK_OPTION, request.mark().toString()));
        command.addAll(List.of("--netns-type=path", "/proc/self/fd/" + NAMESPACE_FD, INTERFACE));
        return command;
    }

    private static Uplink started(ProgramStart start, Fd namespace, Path mark) {
        try (Pipe ready = Pipe.open();
                Transcript error = Transcript.open("error", MOST_BYTES)) {
            String number =
                    start.run(
                            Map.of(
                                    ERROR_FD, error.fd(),
                                    NAMESPACE_FD, namespace,
                                    READY_FD, ready.writer()));
            ready.writer().close();
            if (Poll.await(ready.reader(), Poll.POLLIN, ProgramStart.DEADLINE) == 0) {
                throw start.slow();
            }
            if (ready.reader().read(new byte[1], 0, 1) == 0) {
                throw start.failed(error.text(MOST_BYTES));
            }
            return new Uplink(start.process(number), mark);
        }
    }

    /// A request and an answer for each connection to its socket: slirp4netns(1), "API socket".
    private static void forward(PortForward port, Path mark) {
        String request =
                "{\"execute\":\"add_hostfwd\",\"arguments\":{\"proto\":\"%s\",\"host_addr\":\"%s\",\"host_port\":%d,\"guest_port\":%d}}"
                        .formatted(
                                port.protocol(),
                                port.hostAddress()
                                        .map(InetAddress::getHostAddress)
                                        .orElse("0.0.0.0"),
                                port.hostPort(),
                                port.boxPort());
        try (UnixSocket socket = UnixSocket.connect(NativePath.of(mark.toString()))) {
            socket.sendAll(request.getBytes(StandardCharsets.UTF_8), List.of());
            socket.finishSending();
            String answer = answer(socket);
            if (!answer.contains("\"return\"")) {
                throw Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "slirp4netns does not take port \""
                                + port.hostSide()
                                + "\": "
                                + Transcript.plain(answer));
            }
        }
    }

    private static String answer(UnixSocket socket) {
        var answer = new ByteArrayOutputStream();
        while (answer.size() < MOST_BYTES
                && Poll.await(socket.fd(), Poll.POLLIN, ProgramStart.DEADLINE) != 0) {
            Optional<Message> message = socket.receive(MOST_BYTES, 0);
            if (message.isEmpty() || message.get().bytes().length == 0) {
                break;
            }
            answer.writeBytes(message.get().bytes());
        }
        return answer.toString(StandardCharsets.UTF_8);
    }
}
