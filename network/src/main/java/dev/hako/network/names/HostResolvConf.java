package dev.hako.network.names;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where the host says which servers it asks: its resolv.conf, and the one that has the real
/// servers where a resolver of the host's own stands before them (systemd-resolved(8)).
///
/// @param file usually `/etc/resolv.conf`
/// @param real usually `/run/systemd/resolve/resolv.conf`; it counts if `file` names nothing but
///   systemd-resolved's stub
public record HostResolvConf(Path file, Path real) {
    /// Those of this machine.
    public static final HostResolvConf OF_HOST =
            new HostResolvConf(
                    Path.of("/etc/resolv.conf"), Path.of("/run/systemd/resolve/resolv.conf"));

    /// A file behind it is not read.
    private static final int MOST_BYTES = 1 << 16;

    /// Addresses that systemd-resolved listens on, in the host's network only.
    private static final List<String> STUBS = List.of("127.0.0.53", "127.0.0.54");

    /// What it says now; a file that is missing says nothing.
    public ResolvConf read() {
        ResolvConf conf = read(file);
        return isStub(conf) && Files.isReadable(real) ? read(real) : conf;
    }

    private static boolean isStub(ResolvConf conf) {
        return !conf.nameservers().isEmpty()
                && conf.nameservers().stream()
                        .allMatch(server -> STUBS.contains(server.getHostAddress()));
    }

    private static ResolvConf read(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            return ResolvConf.parse(
                    new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1));
        } catch (IOException none) {
            return ResolvConf.EMPTY;
        }
    }
}
