package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.ContainerState;
import dev.hako.cri.v1.ContainerStatus;
import dev.hako.cri.v1.ContainerStatusRequest;
import dev.hako.cri.v1.CreateContainerRequest;
import dev.hako.cri.v1.ImageServiceGrpc;
import dev.hako.cri.v1.ImageServiceGrpc.ImageServiceBlockingStub;
import dev.hako.cri.v1.ListPodSandboxRequest;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PodSandboxStatus;
import dev.hako.cri.v1.PodSandboxStatusRequest;
import dev.hako.cri.v1.RemovePodSandboxRequest;
import dev.hako.cri.v1.RunPodSandboxRequest;
import dev.hako.cri.v1.RuntimeServiceGrpc;
import dev.hako.cri.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import dev.hako.cri.v1.StartContainerRequest;
import dev.hako.cri.v1.StopPodSandboxRequest;
import dev.hako.testing.Await;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// An engine that serves the kubelet, and a kubelet's connection to it.
final class CriNode implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Hako hako;
    private final Path socket;
    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private Process engine;
    private ManagedChannel channel;

    private CriNode(Hako hako) {
        this.hako = hako;
        this.socket = hako.place().resolve("cri.sock");
        this.engine = engine();
        this.channel = channel();
    }

    static CriNode start(Hako hako) {
        return new CriNode(hako);
    }

    private Process engine() {
        String log = hako.place().resolve("cri.log").toString();
        Process started =
                hako.startShell("exec hako engine --cri unix://" + socket + " >>" + log + " 2>&1");
        Await.until(
                "the socket",
                DEADLINE,
                () -> {
                    if (!started.isAlive()) {
                        throw new AssertionError(hako.shell("cat " + log).output());
                    }
                    return Files.exists(socket);
                });
        return started;
    }

    private ManagedChannel channel() {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .eventLoopGroup(loop)
                .channelType(EpollDomainSocketChannel.class)
                .usePlaintext()
                .build();
    }

    /// Kills the engine as a crash would, and starts another.
    void crash() {
        engine.destroyForcibly();
        Await.until("the engine's end", DEADLINE, () -> !engine.isAlive());
        try {
            Files.deleteIfExists(socket);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// After [#crash].
    void restart() {
        engine = engine();
        channel.shutdownNow();
        channel = channel();
    }

    Path socket() {
        return socket;
    }

    /// The engine's.
    long pid() {
        return engine.pid();
    }

    RuntimeServiceBlockingStub runtime() {
        return RuntimeServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    ImageServiceBlockingStub images() {
        return ImageServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    }

    /// Makes a pod, and answers its id.
    String pod(PodSandboxConfig config) {
        return runtime()
                .runPodSandbox(RunPodSandboxRequest.newBuilder().setConfig(config).build())
                .getPodSandboxId();
    }

    /// Makes a container, and answers its id.
    String create(String pod, ContainerConfig config) {
        return runtime()
                .createContainer(
                        CreateContainerRequest.newBuilder()
                                .setPodSandboxId(pod)
                                .setConfig(config)
                                .build())
                .getContainerId();
    }

    /// Makes a container and starts it.
    String run(String pod, ContainerConfig config) {
        String id = create(pod, config);
        start(id);
        return id;
    }

    void start(String container) {
        var _ =
                runtime()
                        .startContainer(
                                StartContainerRequest.newBuilder()
                                        .setContainerId(container)
                                        .build());
    }

    ContainerStatus container(String id) {
        return runtime()
                .containerStatus(ContainerStatusRequest.newBuilder().setContainerId(id).build())
                .getStatus();
    }

    PodSandboxStatus sandbox(String id) {
        return runtime()
                .podSandboxStatus(PodSandboxStatusRequest.newBuilder().setPodSandboxId(id).build())
                .getStatus();
    }

    /// A call that is refused with a code of gRPC.
    static void assertCode(Status.Code code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).as(e.toString()).isEqualTo(code));
    }

    /// Runs a container to its end, which must be a good one, and answers what it has written.
    String said(String pod, ContainerConfig config) {
        String id = run(pod, config);
        ContainerStatus end = ended(id);
        String output = hako.shell("hako logs " + id + " 2>&1").output().stripTrailing();
        assertThat(end.getExitCode()).as(output + end.getMessage()).isZero();
        return output;
    }

    /// Waits for a container's end.
    ContainerStatus ended(String id) {
        Await.until(
                "the end of " + id,
                DEADLINE,
                () -> container(id).getState() == ContainerState.CONTAINER_EXITED);
        return container(id);
    }

    void stopPod(String id) {
        var _ =
                runtime()
                        .stopPodSandbox(
                                StopPodSandboxRequest.newBuilder().setPodSandboxId(id).build());
    }

    void removePod(String id) {
        var _ =
                runtime()
                        .removePodSandbox(
                                RemovePodSandboxRequest.newBuilder().setPodSandboxId(id).build());
    }

    /// Removes all pods, as the kubelet does.
    void empty() {
        for (var pod :
                runtime()
                        .listPodSandbox(ListPodSandboxRequest.getDefaultInstance())
                        .getItemsList()) {
            stopPod(pod.getId());
            removePod(pod.getId());
        }
    }

    @Override
    public void close() {
        empty();
        channel.shutdownNow();
        engine.destroy();
        Await.until("the engine's end", DEADLINE, () -> !engine.isAlive());
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        hako.close();
    }
}
