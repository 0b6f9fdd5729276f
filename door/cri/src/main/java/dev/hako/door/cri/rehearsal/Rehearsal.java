package dev.hako.door.cri.rehearsal;

import dev.hako.cri.v1.CreateContainerRequest;
import dev.hako.cri.v1.ExecSyncRequest;
import dev.hako.cri.v1.ListContainersRequest;
import dev.hako.cri.v1.ListPodSandboxRequest;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.RemoveContainerRequest;
import dev.hako.cri.v1.RemovePodSandboxRequest;
import dev.hako.cri.v1.RunPodSandboxRequest;
import dev.hako.cri.v1.RuntimeServiceGrpc;
import dev.hako.cri.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import dev.hako.cri.v1.StartContainerRequest;
import dev.hako.cri.v1.StopContainerRequest;
import dev.hako.cri.v1.StopPodSandboxRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Asks for the life of some pods, over the door's own socket.
///
/// They have the node's network: the others' would be connected by the node's plugins, which tell
/// the whole cluster of them.
public final class Rehearsal implements AutoCloseable {
    private static final int ROUNDS = 4;
    private static final long DEADLINE_SECONDS = 30;

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ManagedChannel channel;
    private final Path logs;

    /// @param socket where the door is
    /// @param logs a folder for what containers write
    public Rehearsal(Path socket, Path logs) {
        this.logs = logs;
        this.channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                        .eventLoopGroup(loop)
                        .channelType(EpollDomainSocketChannel.class)
                        .directExecutor()
                        .usePlaintext()
                        .build();
    }

    /// Has them made and removed, as long as somebody wants it.
    public void run(BooleanSupplier wanted) {
        for (int round = 0; round < ROUNDS && wanted.getAsBoolean(); round++) {
            live(new Part(round, logs));
        }
    }

    private RuntimeServiceBlockingStub runtime() {
        return RuntimeServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private void live(Part part) {
        PodSandboxConfig config = part.pod();
        try {
            String pod =
                    runtime()
                            .runPodSandbox(
                                    RunPodSandboxRequest.newBuilder().setConfig(config).build())
                            .getPodSandboxId();
            try {
                contain(part, config, pod);
            } finally {
                end(pod);
            }
        } catch (StatusRuntimeException refused) {
            // As it would be to a kubelet.
        }
    }

    private void contain(Part part, PodSandboxConfig config, String pod) {
        String container =
                runtime()
                        .createContainer(
                                CreateContainerRequest.newBuilder()
                                        .setPodSandboxId(pod)
                                        .setSandboxConfig(config)
                                        .setConfig(part.container())
                                        .build())
                        .getContainerId();
        var _ =
                runtime()
                        .startContainer(
                                StartContainerRequest.newBuilder()
                                        .setContainerId(container)
                                        .build());
        look(container);
        var _ =
                runtime()
                        .stopContainer(
                                StopContainerRequest.newBuilder()
                                        .setContainerId(container)
                                        .build());
        var _ =
                runtime()
                        .removeContainer(
                                RemoveContainerRequest.newBuilder()
                                        .setContainerId(container)
                                        .build());
    }

    private void look(String container) {
        var _ = runtime().listPodSandbox(ListPodSandboxRequest.getDefaultInstance());
        var _ = runtime().listContainers(ListContainersRequest.getDefaultInstance());
        var _ =
                runtime()
                        .execSync(
                                ExecSyncRequest.newBuilder()
                                        .setContainerId(container)
                                        .addCmd("true")
                                        .setTimeout(DEADLINE_SECONDS)
                                        .build());
    }

    private void end(String pod) {
        var _ =
                runtime()
                        .stopPodSandbox(
                                StopPodSandboxRequest.newBuilder().setPodSandboxId(pod).build());
        var _ =
                runtime()
                        .removePodSandbox(
                                RemovePodSandboxRequest.newBuilder().setPodSandboxId(pod).build());
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
