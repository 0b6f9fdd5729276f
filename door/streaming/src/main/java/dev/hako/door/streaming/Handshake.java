package dev.hako.door.streaming;

import dev.hako.door.streaming.session.Backend;
import dev.hako.door.streaming.session.Call;
import dev.hako.door.streaming.session.Dialect;
import dev.hako.door.streaming.session.ForwardConversation;
import dev.hako.door.streaming.session.ProgramConversation;
import dev.hako.door.streaming.transport.Connection;
import dev.hako.door.streaming.transport.Conversation;
import dev.hako.door.streaming.transport.SpdyStreams;
import dev.hako.door.streaming.transport.Tunnel;
import dev.hako.door.streaming.transport.WebSocketChannels;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Agrees with a client on a protocol, and puts what speaks it into the pipeline of its connection.
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent ends the connection
final class Handshake {
    static final String SPDY = "SPDY/3.1";

    private static final String VERSION = "X-Stream-Protocol-Version";
    private static final String TUNNEL = SPDY + "+" + ForwardConversation.PROTOCOL;

    private final ChannelHandlerContext context;
    private final StreamingSettings settings;
    private final Backend backend;

    Handshake(ChannelHandlerContext context, StreamingSettings settings, Backend backend) {
        this.context = context;
        this.settings = settings;
        this.backend = backend;
    }

    /// Upgrades to SPDY.
    ///
    /// @return why not, if not
    Optional<Refusal> spdy(FullHttpRequest request, Call call) {
        List<String> offered =
                request.headers().getAll(VERSION).stream()
                        .flatMap(value -> Stream.of(value.split(",")))
                        .map(String::strip)
                        .toList();
        List<String> spoken = spokenOverSpdy(call);
        Optional<String> agreed = offered.stream().filter(spoken::contains).findFirst();
        if (agreed.isEmpty() && !offered.isEmpty()) {
            return Optional.of(Refusal.noCommonProtocol(spoken));
        }
        switchProtocols(agreed);
        Connection connection = new Connection(context.channel(), SpdyStreams::farewell);
        Conversation conversation =
                switch (call) {
                    case Call.OfProgram program ->
                            programs(
                                    program,
                                    agreed.flatMap(Dialect::of).orElse(Dialect.V1),
                                    connection);
                    case Call.PortForward forward -> forwards(forward, connection);
                };
        new SpdyStreams(connection, conversation).join(context.pipeline());
        return Optional.empty();
    }

    private static List<String> spokenOverSpdy(Call call) {
        return switch (call) {
            case Call.OfProgram _ -> Dialect.ofSpdy().stream().map(Dialect::protocol).toList();
            case Call.PortForward _ -> List.of(ForwardConversation.PROTOCOL);
        };
    }

    private ProgramConversation programs(
            Call.OfProgram call, Dialect dialect, Connection connection) {
        return new ProgramConversation(call, dialect, backend, connection, settings.openPatience());
    }

    private ForwardConversation forwards(Call.PortForward call, Connection connection) {
        return new ForwardConversation(call, backend, connection, settings.openPatience());
    }

    private void switchProtocols(Optional<String> agreed) {
        var response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        response.headers()
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.UPGRADE, SPDY);
        agreed.ifPresent(protocol -> response.headers().set(VERSION, protocol));
        context.writeAndFlush(response);
    }

    /// Upgrades to a WebSocket.
    ///
    /// @return why not, if not
    Optional<Refusal> webSocket(FullHttpRequest request, Call call) {
        List<String> spoken = ChannelProtocol.spoken(call, TUNNEL);
        var factory =
                new WebSocketServerHandshakerFactory(
                        "", String.join(",", spoken), false, WebSocketChannels.MAX_MESSAGE);
        WebSocketServerHandshaker handshaker = factory.newHandshaker(request);
        boolean offers = request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (handshaker == null) {
            return Optional.of(
                    Refusal.of(HttpResponseStatus.BAD_REQUEST, "unknown version of the WebSocket"));
        }
        if (offers && spoken.stream().noneMatch(offered(request)::contains)) {
            return Optional.of(Refusal.noCommonProtocol(spoken));
        }
        Channel channel = context.channel();
        handshaker.handshake(channel, request);
        String agreed = Optional.ofNullable(handshaker.selectedSubprotocol()).orElse("");
        converse(agreed, call);
        return Optional.empty();
    }

    private static List<String> offered(FullHttpRequest request) {
        return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .toList();
    }

    private void converse(String agreed, Call call) {
        ChannelPipeline pipeline = context.pipeline();
        if (agreed.equals(TUNNEL) && call instanceof Call.PortForward forward) {
            Connection connection = new Connection(context.channel(), SpdyStreams::farewell);
            pipeline.addLast(new Tunnel());
            new SpdyStreams(connection, forwards(forward, connection)).join(pipeline);
            return;
        }
        ChannelProtocol protocol = ChannelProtocol.of(agreed);
        Connection connection = new Connection(context.channel(), WebSocketChannels::farewell);
        WebSocketChannels channels =
                new WebSocketChannels(
                        connection, protocol.coding(), protocol.dialect().endsChannels());
        switch (call) {
            case Call.OfProgram program ->
                    programs(program, protocol.dialect(), connection).openAll(channels::open);
            case Call.PortForward forward -> forwards(forward, connection).openAll(channels::open);
        }
        channels.join(pipeline);
    }
}
