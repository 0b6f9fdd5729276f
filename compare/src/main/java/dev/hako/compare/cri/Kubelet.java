package dev.hako.compare.cri;

import dev.hako.cri.v1.ContainerConfig;
import dev.hako.cri.v1.CreateContainerRequest;
import dev.hako.cri.v1.ImageServiceGrpc;
import dev.hako.cri.v1.ImageSpec;
import dev.hako.cri.v1.ImageStatusRequest;
import dev.hako.cri.v1.ListContainersRequest;
import dev.hako.cri.v1.ListImagesRequest;
import dev.hako.cri.v1.ListPodSandboxRequest;
import dev.hako.cri.v1.PodSandbox;
import dev.hako.cri.v1.PodSandboxConfig;
import dev.hako.cri.v1.PullImageRequest;
import dev.hako.cri.v1.RemoveContainerRequest;
import dev.hako.cri.v1.RemoveImageRequest;
import dev.hako.cri.v1.RemovePodSandboxRequest;
import dev.hako.cri.v1.RunPodSandboxRequest;
import dev.hako.cri.v1.RuntimeServiceGrpc;
import dev.hako.cri.v1.RuntimeServiceGrpc.RuntimeServiceBlockingStub;
import dev.hako.cri.v1.StartContainerRequest;
import dev.hako.cri.v1.StopContainerRequest;
import dev.hako.cri.v1.StopPodSandboxRequest;
import dev.hako.cri.v1.VersionRequest;
import dev.hako.cri.v1.VersionResponse;
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
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/// One who speaks CRI v1 with a runtime, over gRPC on its unix socket. Any thread may ask.
///
/// All calls throw [StatusRuntimeException] if they are refused, or not answered in a minute.
public final class Kubelet implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;
    private static final long STOP_SECONDS = 10;
    private static final int MOST_BYTES = 16 << 20;

    /// It warns, for each connection, that unix sockets know nothing of `SO_KEEPALIVE`.
    private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap.Bootstrap");

    private final EventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ManagedChannel channel;

    /// @param socket where the runtime listens, or will
    public Kubelet(Path socket) {
        NETTY.setLevel(Level.SEVERE);
        this.channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                        .eventLoopGroup(loop)
                        .channelType(EpollDomainSocketChannel.class)
                        .maxInboundMessageSize(MOST_BYTES)
                        .directExecutor()
                        .usePlaintext()
                        .build();
    }

    private RuntimeServiceBlockingStub runtime() {
        return RuntimeServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    /// Whether it answers, and has this image.
    public boolean has(String image) {
        ImageStatusRequest question =
                ImageStatusRequest.newBuilder()
                        .setImage(ImageSpec.newBuilder().setImage(image))
                        .build();
        try {
            return ImageServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                    .imageStatus(question)
                    .hasImage();
        } catch (StatusRuntimeException notYet) {
            channel.resetConnectBackoff();
            return false;
        }
    }

    /// Its name and version.
    public String version() {
        VersionResponse answer = runtime().version(VersionRequest.getDefaultInstance());
        return answer.getRuntimeName() + " " + answer.getRuntimeVersion();
    }

    /// Gets an image.
    public void pull(String image) {
        var _ = images().pullImage(PullImageRequest.newBuilder().setImage(named(image)).build());
    }

    /// Forgets an image.
    public void forget(String image) {
        var _ =
                images().removeImage(
                                RemoveImageRequest.newBuilder().setImage(named(image)).build());
    }

    private ImageServiceGrpc.ImageServiceBlockingStub images() {
        return ImageServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static ImageSpec named(String image) {
        return ImageSpec.newBuilder().setImage(image).build();
    }

    /// Removes the pods of processes that do not live any more, and images of registries that do
    /// not answer any more.
    public void removeLeftOvers() {
        ListImagesRequest all = ListImagesRequest.getDefaultInstance();
        images().listImages(all).getImagesList().stream()
                .flatMap(image ->
                        IntStream.range(0, image.getRepoTagsCount()).mapToObj(image::getRepoTags))
                .filter(LoopbackRegistry::hasGone)
                .forEach(this::forget);
        removePods(maker ->
                maker.matches("[0-9]{1,9}") && ProcessHandle.of(Long.parseLong(maker)).isEmpty());
    }

    /// Removes the pods of this process.
    public void removeOwn() {
        removePods(String.valueOf(ProcessHandle.current().pid())::equals);
    }

    private void removePods(Predicate<String> maker) {
        ListPodSandboxRequest all = ListPodSandboxRequest.getDefaultInstance();
        for (PodSandbox pod : runtime().listPodSandbox(all).getItemsList()) {
            if (maker.test(pod.getLabelsOrDefault(PodWish.LABEL, ""))) {
                var _ = stopPod(pod.getId());
                var _ = removePod(pod.getId());
            }
        }
    }

    /// Makes a pod, and answers its id.
    String runPod(PodSandboxConfig config) {
        return runtime()
                .runPodSandbox(RunPodSandboxRequest.newBuilder().setConfig(config).build())
                .getPodSandboxId();
    }

    /// Makes a container, and answers its id.
    String create(String pod, PodSandboxConfig podConfig, ContainerConfig config) {
        return runtime()
                .createContainer(
                        CreateContainerRequest.newBuilder()
                                .setPodSandboxId(pod)
                                .setConfig(config)
                                .setSandboxConfig(podConfig)
                                .build())
                .getContainerId();
    }

    Object start(String container) {
        return runtime()
                .startContainer(
                        StartContainerRequest.newBuilder().setContainerId(container).build());
    }

    Object stop(String container) {
        return runtime()
                .stopContainer(
                        StopContainerRequest.newBuilder()
                                .setContainerId(container)
                                .setTimeout(STOP_SECONDS)
                                .build());
    }

    Object remove(String container) {
        return runtime()
                .removeContainer(
                        RemoveContainerRequest.newBuilder().setContainerId(container).build());
    }

    Object stopPod(String pod) {
        return runtime()
                .stopPodSandbox(StopPodSandboxRequest.newBuilder().setPodSandboxId(pod).build());
    }

    Object removePod(String pod) {
        return runtime()
                .removePodSandbox(
                        RemovePodSandboxRequest.newBuilder().setPodSandboxId(pod).build());
    }

    /// How many containers there are.
    public int containers() {
        return runtime()
                .listContainers(ListContainersRequest.getDefaultInstance())
                .getContainersCount();
    }

    /// How many pods there are.
    public int pods() {
        return runtime().listPodSandbox(ListPodSandboxRequest.getDefaultInstance()).getItemsCount();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
