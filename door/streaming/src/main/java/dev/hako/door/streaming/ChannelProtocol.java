package dev.hako.door.streaming;

import dev.hako.door.streaming.session.Call;
import dev.hako.door.streaming.session.Dialect;
import dev.hako.door.streaming.transport.ChannelCoding;
import java.util.List;
import java.util.stream.Stream;

/// What a client can ask for as the protocol in a WebSocket.
///
/// @param name in `Sec-WebSocket-Protocol`; empty if it asks for nothing
record ChannelProtocol(String name, Dialect dialect, ChannelCoding coding) {
    private static final List<ChannelProtocol> ALL =
            List.of(
                    new ChannelProtocol("v5.channel.k8s.io", Dialect.V5, ChannelCoding.BINARY),
                    new ChannelProtocol("v4.channel.k8s.io", Dialect.V4, ChannelCoding.BINARY),
                    new ChannelProtocol(
                            "v4.base64.channel.k8s.io", Dialect.V4, ChannelCoding.BASE64),
                    new ChannelProtocol("v3.channel.k8s.io", Dialect.V3, ChannelCoding.BINARY),
                    new ChannelProtocol("v2.channel.k8s.io", Dialect.V3, ChannelCoding.BINARY),
                    new ChannelProtocol("channel.k8s.io", Dialect.V3, ChannelCoding.BINARY),
                    new ChannelProtocol("base64.channel.k8s.io", Dialect.V3, ChannelCoding.BASE64),
                    new ChannelProtocol("", Dialect.V3, ChannelCoding.BINARY));

    /// What a client can ask for with a call.
    ///
    /// @param tunnel the protocol of those who forward ports and speak SPDY inside
    static List<String> spoken(Call call, String tunnel) {
        Stream<String> names = ALL.stream().map(ChannelProtocol::name).filter(n -> !n.isEmpty());
        return switch (call) {
            case Call.OfProgram _ -> names.toList();
            case Call.PortForward _ -> Stream.concat(Stream.of(tunnel), names).toList();
        };
    }

    /// The protocol that was agreed on.
    static ChannelProtocol of(String name) {
        return ALL.stream().filter(one -> one.name.equals(name)).findAny().orElseThrow();
    }
}
