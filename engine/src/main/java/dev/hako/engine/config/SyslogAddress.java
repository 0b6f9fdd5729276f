package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;

/// Where syslog listens.
public sealed interface SyslogAddress {
    int PORT = 514;

    /// Wherever this machine's does.
    record Local() implements SyslogAddress {}

    /// `unixgram:///dev/log`
    record UnixDatagrams(Path socket) implements SyslogAddress {}

    /// `unix:///run/log.sock`
    record UnixStream(Path socket) implements SyslogAddress {}

    /// `udp://host:514`
    record Udp(String host, int port) implements SyslogAddress {}

    /// `tcp://host:514`
    record Tcp(String host, int port) implements SyslogAddress {}

    /// The address of a URI; an empty one is this machine's.
    ///
    /// @throws Failure `INVALID` if it is none
    static SyslogAddress parse(String text) {
        if (text.isEmpty()) {
            return new Local();
        }
        try {
            URI uri = new URI(text);
            return switch (String.valueOf(uri.getScheme())) {
                case "unix" -> new UnixStream(path(uri));
                case "unixgram" -> new UnixDatagrams(path(uri));
                case "udp" -> new Udp(host(uri), port(uri));
                case "tcp" -> new Tcp(host(uri), port(uri));
                default -> throw unsupported(text);
            };
        } catch (URISyntaxException e) {
            throw unsupported(text);
        }
    }

    private static Failure unsupported(String text) {
        return Failure.invalid("cannot log to the syslog address \"" + text + "\"")
                .hint("it is unix://PATH, unixgram://PATH, udp://HOST[:PORT] or tcp://HOST[:PORT]");
    }

    private static Path path(URI uri) {
        String path = uri.getPath();
        if (path == null || !path.startsWith("/") || uri.getAuthority() != null) {
            throw unsupported(uri.toString());
        }
        return Path.of(path);
    }

    private static String host(URI uri) {
        String host = uri.getHost();
        if (host == null) {
            throw unsupported(uri.toString());
        }
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI uri) {
        return uri.getPort() < 0 ? PORT : uri.getPort();
    }
}
