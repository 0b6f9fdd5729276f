package dev.hako.network.dns;

import dev.hako.network.names.HostResolvConf;
import dev.hako.network.names.ResolvConf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The servers in the host's resolv.conf, read again when the file has changed. It is looked at
/// only when somebody asks.
public final class HostUpstream implements Upstream {
    private static final int PORT = 53;

    /// Less than the five seconds after which a C library in a box gives up, so that it hears from
    /// the second server when the first is away.
    private static final int TIMEOUT_SECONDS = 2;

    private static final int MOST_TIMEOUT_SECONDS = 30;
    private static final int ATTEMPTS = 2;
    private static final int MOST_ATTEMPTS = 5;

    private final HostResolvConf file;
    private final int port;
    private List<Optional<Version>> versions = List.of();
    private Servers servers;

    public HostUpstream(HostResolvConf file) {
        this(file, PORT);
    }

    /// For servers that listen elsewhere than servers do.
    HostUpstream(HostResolvConf file, int port) {
        this.file = file;
        this.port = port;
        this.servers = servers(ResolvConf.EMPTY);
    }

    /// What tells a file from what it was: replaced or written to.
    private record Version(FileTime modified, long size, Optional<Object> inode) {
        static Optional<Version> of(Path path) {
            try {
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                return Optional.of(
                        new Version(
                                now.lastModifiedTime(),
                                now.size(),
                                Optional.ofNullable(now.fileKey())));
            } catch (IOException missing) {
                return Optional.empty();
            }
        }
    }

    @Override
    public Servers servers() {
        List<Optional<Version>> now = List.of(Version.of(file.file()), Version.of(file.real()));
        if (!now.equals(versions)) {
            versions = now;
            servers = servers(file.read());
        }
        return servers;
    }

    private Servers servers(ResolvConf conf) {
        return new Servers(
                conf.nameservers().stream()
                        .map(address -> new InetSocketAddress(address, port))
                        .toList(),
                Duration.ofSeconds(
                        Math.max(1, conf.number("timeout", TIMEOUT_SECONDS, MOST_TIMEOUT_SECONDS))),
                Math.max(1, conf.number("attempts", ATTEMPTS, MOST_ATTEMPTS)),
                conf.has("rotate"));
    }
}
