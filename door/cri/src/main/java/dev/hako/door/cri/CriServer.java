package dev.hako.door.cri;

import dev.hako.door.cri.stream.EngineBackend;
import dev.hako.door.streaming.StreamingServer;
import dev.hako.door.streaming.StreamingSettings;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The door, open: gRPC on a unix socket.
///
/// Whoever may write to the socket is root on this machine: it is its owner's and its group's.
public final class CriServer implements AutoCloseable {
    private static final String MODE = "rw-rw----";

    /// What the kubelet itself takes at most.
    private static final int MOST_BYTES = 16 << 20;

    private static final int GRACE_SECONDS = 10;

    private final Server server;
    private final EventLoopGroup loops;
    private final ExecutorService threads;
    private final Path socket;
    private final StreamingServer streams;

    private CriServer(
            Server server,
            EventLoopGroup loops,
            ExecutorService threads,
            Path socket,
            StreamingServer streams) {
        this.streams = streams;
        this.server = server;
        this.loops = loops;
        this.threads = threads;
        this.socket = socket;
    }

    /// Listens.
    ///
    /// @throws Failure `CONFLICT` if somebody else does there already
    public static CriServer open(Engine engine, CriSettings settings) {
        Path socket = settings.socket();
        clear(socket);
        StreamingServer streams =
                StreamingServer.start(
                        StreamingSettings.on(settings.streams()), new EngineBackend(engine));
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            // It gets its rights in a folder that is nobody else's, before it gets its name.
            Path nursery = Files.createTempDirectory(socket.resolveSibling("."), ".cri-");
            Path young = nursery.resolve("s");
            Server server = server(young, loops, threads, new Services(engine, settings, streams));
            Files.setPosixFilePermissions(young, PosixFilePermissions.fromString(MODE));
            Files.move(young, socket, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(nursery);
            return new CriServer(server, loops, threads, socket, streams);
        } catch (IOException e) {
            streams.close();
            threads.shutdownNow();
            var _ = loops.shutdownGracefully();
            throw cannotListen(socket, e);
        }
    }

    private static Server server(
            Path at, EventLoopGroup loops, ExecutorService threads, Services services)
            throws IOException {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(new DomainSocketAddress(at.toString()))
                        .channelType(EpollServerDomainSocketChannel.class)
                        .bossEventLoopGroup(loops)
                        .workerEventLoopGroup(loops)
                        .executor(threads)
                        .maxInboundMessageSize(MOST_BYTES);
        services.all().forEach(builder::addService);
        return builder.build().start();
    }

    private static Failure cannotListen(Path socket, IOException e) {
        return Failure.of(
                Failure.Kind.DENIED, "cannot listen at \"" + socket + "\": " + e.getMessage(), e);
    }

    /// Removes what a dead server has left.
    private static void clear(Path socket) {
        try {
            Files.createDirectories(socket.resolveSibling("."));
            if (answers(socket)) {
                throw Failure.conflict(
                                "cannot listen at \"" + socket + "\": somebody else does already")
                        .hint("end it, or choose another --cri");
            }
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw cannotListen(socket, e);
        }
    }

    private static boolean answers(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException nobodyIsThere) {
            return false;
        }
    }

    /// Serves those who are being served, and nobody else.
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
                server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
            }
            Files.deleteIfExists(socket);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw Failure.of(
                    Failure.Kind.DENIED, "cannot remove \"" + socket + "\": " + e.getMessage(), e);
        } finally {
            streams.close();
            threads.shutdownNow();
            var _ = loops.shutdownGracefully(0, GRACE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
