package dev.hako.network.rootless;

import dev.hako.failure.Failure;
import dev.hako.kernel.Fd;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A program of the host that connects boxes of an ordinary user.
public sealed interface UserNetworking permits Pasta, Slirp4netns {
    /// What a box calls the interface that it gets.
    String INTERFACE = "eth0";

    /// What both programs make the box's interface with.
    Path TUN = Path.of("/dev/net/tun");

    /// The one that is there, pasta before slirp4netns.
    ///
    /// @throws Failure `UNSUPPORTED` if neither is, or the kernel's part is missing, with the
    ///   remedy
    static UserNetworking find() {
        UserNetworking found =
                find(
                        Stream.of(
                                        "/usr/local/bin",
                                        "/usr/bin",
                                        "/bin",
                                        "/usr/local/sbin",
                                        "/usr/sbin")
                                .map(Path::of)
                                .toList());
        if (!Files.isWritable(TUN)) {
            throw Failure.unsupported(
                            "an ordinary user's networks need " + TUN + ", which he may not open")
                    .hint("let root run: modprobe tun && chmod 666 " + TUN);
        }
        return found;
    }

    /// The same, looked for in these folders.
    static UserNetworking find(List<Path> folders) {
        Optional<UserNetworking> pasta = program(folders, Pasta.NAME).map(Pasta::new);
        return pasta.or(() -> program(folders, Slirp4netns.NAME).map(Slirp4netns::new))
                .orElseThrow(() ->
                        Failure.unsupported(
                                        "an ordinary user's networks need pasta or slirp4netns, and"
                                                + " neither is installed")
                                .hint(
                                        "install Debian's package passt, or use --network host or"
                                                + " none"));
    }

    private static Optional<Path> program(List<Path> folders, String name) {
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// Which of the connections to this folder's marks there are: those of killed engines too, and
    /// those that are being made at this moment. It looks at all processes, unless the folder is
    /// not there.
    static List<Uplink> uplinks(Path folder) {
        return Files.isDirectory(folder) ? MarkedProcesses.below(folder) : List.of();
    }

    /// The program's file.
    Path program();

    /// What the program says of its version: foreign text, in one line.
    ///
    /// @throws Failure if it cannot be run
    String version();

    /// What it can do.
    Abilities abilities();

    /// What not every program can.
    ///
    /// @param ipv6 whether boxes reach IPv6, and are reached by it
    /// @param nameServerChoice whether its caller may choose the address of the name server
    /// @param loopbackUdp whether processes of the host hear answers from UDP ports at the host's
    ///   loopback addresses
    record Abilities(boolean ipv6, boolean nameServerChoice, boolean loopbackUdp) {}

    /// The address that a box's `resolv.conf` must name: queries to it go to the host's own name
    /// server, wherever that is.
    Inet4Address nameServer(UplinkRequest request);

    /// The same for who wishes no other.
    Inet4Address nameServer();

    /// Begins to connect a network namespace; the caller does something else meanwhile, and then
    /// waits for it.
    ///
    /// @param networkNamespace with nothing in it but the loopback interface; not kept
    /// @throws Failure `ALREADY_EXISTS` if a port is taken, naming by whom; `DENIED` if it is one
    ///   for root only; `UNSUPPORTED` if the program cannot do what is asked
    Connecting connect(Fd networkNamespace, UplinkRequest request);
}
