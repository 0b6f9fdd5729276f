package dev.hako.door.streaming.session;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The versions of Kubernetes' protocol for a program's streams.
public enum Dialect {
    V1("channel.k8s.io"),
    V2("v2.channel.k8s.io"),
    /// Brought sizes of terminals.
    V3("v3.channel.k8s.io"),
    /// Brought exit codes.
    V4("v4.channel.k8s.io"),
    /// Brought the end of input to WebSockets; by SPDY every stream has an end of its own.
    V5("v5.channel.k8s.io");

    private final String protocol;

    Dialect(String protocol) {
        this.protocol = protocol;
    }

    /// Its name in headers.
    public String protocol() {
        return protocol;
    }

    /// Those that are spoken over SPDY.
    public static List<Dialect> ofSpdy() {
        return List.of(V4, V3, V2, V1);
    }

    public static Optional<Dialect> of(String protocol) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.protocol.equals(protocol))
                .findAny();
    }

    /// Whether the client can end its input without ending the session.
    public boolean endsChannels() {
        return this == V5;
    }

    /// The streams that a client opens for a choice.
    Set<StreamName> streams(StreamChoice choice) {
        Set<StreamName> streams = EnumSet.of(StreamName.ERROR);
        if (choice.input()) {
            streams.add(StreamName.STDIN);
        }
        if (choice.output()) {
            streams.add(StreamName.STDOUT);
        }
        if (choice.error()) {
            streams.add(StreamName.STDERR);
        }
        if (choice.terminal() && compareTo(V3) >= 0) {
            streams.add(StreamName.RESIZE);
        }
        return streams;
    }

    /// What is said of an outcome in the stream for errors: before [#V4] nothing but what went
    /// wrong, in words.
    byte[] report(Outcome outcome) {
        StatusDocument status = StatusDocument.of(outcome);
        String text = compareTo(V4) >= 0 ? status.json() : status.message().orElse("");
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
