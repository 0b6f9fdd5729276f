package dev.hako.door.streaming;

import dev.hako.door.streaming.session.Backend;
import dev.hako.door.streaming.session.Call;
import dev.hako.failure.Failure;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Serves streams of programs and ports to clients that bring a token.
@SuppressWarnings("FutureReturnValueIgnored") // what cannot be sent ends the connection
public final class StreamingServer implements AutoCloseable {
    private static final int BACKLOG = 128;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final StreamingSettings settings;
    private final Backend backend;
    private final Tokens tokens;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("hako-streaming", true), NioIoHandler.newFactory());
    private final ChannelGroup clients;
    private final Channel listener;

    private StreamingServer(StreamingSettings settings, Backend backend) {
        this.settings = settings;
        this.backend = backend;
        this.tokens = new Tokens(settings.tokenLife(), System::nanoTime);
        this.clients = new DefaultChannelGroup(loop.next());
        this.listener = listen();
    }

    /// Listens.
    ///
    /// @throws Failure `UNAVAILABLE` if the address cannot be had
    public static StreamingServer start(StreamingSettings settings, Backend backend) {
        return new StreamingServer(settings, backend);
    }

    private Channel listen() {
        var bound =
                new ServerBootstrap()
                        .group(loop)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(new Arrival())
                        .bind(settings.address())
                        .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw Failure.of(
                            Failure.Kind.UNAVAILABLE,
                            "cannot serve streams on \"" + settings.address() + "\"",
                            bound.cause())
                    .hint("choose another address");
        }
        return bound.channel();
    }

    /// Greets clients, as many as there may be.
    private final class Arrival extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel client) {
            if (clients.size() >= settings.maxClients()) {
                client.close();
                return;
            }
            clients.add(client);
            new Upgrade(settings, tokens, backend).join(client.pipeline());
        }
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /// What a client is to connect to for a call.
    ///
    /// @throws Failure `EXHAUSTED` if too many calls wait for their clients
    public URI prepare(Call call) {
        InetSocketAddress address = address();
        String host = address.getAddress().getHostAddress();
        String place = host.contains(":") ? "[" + host + "]" : host;
        return URI.create(
                "http://"
                        + place
                        + ":"
                        + address.getPort()
                        + "/"
                        + call.word()
                        + "/"
                        + tokens.give(call));
    }

    /// Ends all sessions; their programs live on.
    @Override
    public void close() {
        listener.close().awaitUninterruptibly();
        clients.close().awaitUninterruptibly(FAREWELL.toMillis());
        loop.shutdownGracefully(0, FAREWELL.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(FAREWELL.toMillis());
    }
}
