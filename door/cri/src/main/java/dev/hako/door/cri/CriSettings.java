package dev.hako.door.cri;

import dev.hako.cri.v1.CgroupDriver;
import dev.hako.door.cri.device.DeviceCatalog;
import dev.hako.failure.Failure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the door is opened.
///
/// @param socket where it listens: an absolute path
/// @param version of the product, told to the kubelet
/// @param driver who makes the control groups of pods
/// @param networks where networks of plugins (CNI) are described
/// @param devices that are described on this machine (CDI)
/// @param streams where clients get the streams of programs and ports
public record CriSettings(
        Path socket,
        String version,
        CgroupDriver driver,
        Path networks,
        DeviceCatalog devices,
        InetSocketAddress streams) {
    /// Where CNI has its descriptions.
    public static final Path NETWORKS = Path.of("/etc/cni/net.d");

    private static final String SCHEME = "unix://";
    private static final int LONGEST = 107;

    /// Where streams are served unless somebody asks for another place: on loopback, at a free
    /// port.
    public static final String STREAMS = "127.0.0.1:0";

    private static final Pattern STREAMS_FORM =
            Pattern.compile("\\[?([0-9a-fA-F:.]+)\\]?:([0-9]{1,5})");

    /// Reads the address of the socket: `unix:///run/hako/cri.sock`, or its path alone.
    ///
    /// @throws Failure `INVALID` with what is wrong with it
    public static Path socket(String address) {
        String path = address.startsWith(SCHEME) ? address.substring(SCHEME.length()) : address;
        if (!path.startsWith("/")) {
            throw Failure.invalid("the address of a socket is unix:// and an absolute path")
                    .hint("such as unix:///run/hako/cri.sock");
        }
        if (path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST) {
            throw Failure.invalid("a socket's path has at most " + LONGEST + " bytes");
        }
        return Path.of(path).normalize();
    }

    /// Reads where streams are served: a numeric address and a port, such as `127.0.0.1:0` or
    /// `[::1]:10010`.
    ///
    /// @throws Failure `INVALID` with what is wrong with it
    public static InetSocketAddress streams(String address) {
        Matcher form = STREAMS_FORM.matcher(address);
        try {
            if (form.matches()) {
                return new InetSocketAddress(
                        InetAddress.ofLiteral(form.group(1)), Integer.parseInt(form.group(2)));
            }
        } catch (IllegalArgumentException e) {
            // As any other that is none.
        }
        throw Failure.invalid("\"" + address + "\" is no address and port to serve streams at")
                .hint("such as " + STREAMS + ", where 0 means any free port");
    }
}
