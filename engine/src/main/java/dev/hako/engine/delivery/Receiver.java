package dev.hako.engine.delivery;

import dev.hako.engine.config.ContainerConfig;
import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogDriver;
import dev.hako.engine.config.LogTag.Subject;
import dev.hako.engine.config.SyslogAddress;
import dev.hako.failure.Failure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who takes a container's output, and in which form.
///
/// @param name in messages
public record Receiver(String name, Message message, Connector connector) {
    private static final Path JOURNAL = Path.of("/run/systemd/journal/socket");
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    /// Where this machine's syslog may listen.
    private static final List<Path> LOCAL =
            List.of(Path.of("/dev/log"), Path.of("/var/run/syslog"), Path.of("/var/run/log"));

    /// Makes a connection to the receiver.
    interface Connector {
        Transport connect() throws IOException;
    }

    /// The receiver of a container's output; empty if it is only kept.
    public static Optional<Receiver> of(Subject subject, ContainerConfig config) {
        LogConfig log = config.lifecycle().log();
        return log.driver().delivers() ? Optional.of(of(subject, config, log)) : Optional.empty();
    }

    private static Receiver of(Subject subject, ContainerConfig config, LogConfig log) {
        String tag = log.tag().filledIn(subject);
        if (log.driver() == LogDriver.JOURNALD) {
            Map<String, String> attributes =
                    log.attributes(config.labels(), config.process().env());
            return new Receiver(
                    "journald",
                    new JournalMessage(subject, tag, attributes),
                    () -> DatagramTransport.to(JOURNAL));
        }
        long pid = ProcessHandle.current().pid();
        return new Receiver(
                "syslog",
                new SyslogMessage(log.syslog(), tag, hostName(), pid, ZoneId.systemDefault()),
                () -> connect(log.syslog().address()));
    }

    private static String hostName() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            throw Failure.internal("cannot read this machine's name: " + e, e);
        }
    }

    private static Transport connect(SyslogAddress address) throws IOException {
        return switch (address) {
            case SyslogAddress.Local _ -> local();
            case SyslogAddress.UnixDatagrams(Path socket) -> DatagramTransport.to(socket);
            case SyslogAddress.UnixStream(Path socket) -> StreamTransport.to(socket);
            case SyslogAddress.Udp(String host, int port) ->
                    UdpTransport.to(new InetSocketAddress(host, port));
            case SyslogAddress.Tcp(String host, int port) ->
                    StreamTransport.to(new InetSocketAddress(host, port));
        };
    }

    private static Transport local() throws IOException {
        for (Path socket : LOCAL) {
            if (Files.exists(socket)) {
                try {
                    return DatagramTransport.to(socket);
                } catch (IOException _) { // it is of the other kind
                    return StreamTransport.to(socket);
                }
            }
        }
        throw new IOException("there is no " + LOCAL.getFirst());
    }

    /// Makes sure that somebody is there.
    ///
    /// @throws Failure `UNAVAILABLE` if nobody is
    public void require() {
        try {
            connector.connect().close();
        } catch (IOException e) {
            throw Failure.of(
                            Failure.Kind.UNAVAILABLE,
                            "cannot log to " + name + ": " + e.getMessage(),
                            e)
                    .hint("start " + name + ", or choose another --log-driver");
        }
    }
}
