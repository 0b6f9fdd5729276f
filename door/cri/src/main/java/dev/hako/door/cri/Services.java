package dev.hako.door.cri;

import static dev.hako.cri.v1.ImageServiceGrpc.*;
import static dev.hako.cri.v1.ImageServiceGrpc.getStreamImagesMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.*;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getGetContainerEventsMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getReopenContainerLogMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getStreamContainersMethod;
import static dev.hako.cri.v1.RuntimeServiceGrpc.getStreamPodSandboxesMethod;

import dev.hako.cri.v1.ImageServiceGrpc;
import dev.hako.cri.v1.RuntimeServiceGrpc;
import dev.hako.door.cri.call.CallTable;
import dev.hako.door.cri.config.ContainerMapping;
import dev.hako.door.cri.config.PodLimits;
import dev.hako.door.cri.config.ResourceMapping;
import dev.hako.door.cri.config.VolumeLabels;
import dev.hako.door.cri.container.ContainerStatus;
import dev.hako.door.cri.container.CreateContainer;
import dev.hako.door.cri.container.ListContainers;
import dev.hako.door.cri.container.RemoveContainer;
import dev.hako.door.cri.container.ReopenContainerLog;
import dev.hako.door.cri.container.StartContainer;
import dev.hako.door.cri.container.StopContainer;
import dev.hako.door.cri.container.StreamContainers;
import dev.hako.door.cri.container.UpdateContainerResources;
import dev.hako.door.cri.event.GetContainerEvents;
import dev.hako.door.cri.image.ImageFsInfo;
import dev.hako.door.cri.image.ImageStatus;
import dev.hako.door.cri.image.ListImages;
import dev.hako.door.cri.image.PullImage;
import dev.hako.door.cri.image.RemoveImage;
import dev.hako.door.cri.image.StreamImages;
import dev.hako.door.cri.pod.ListPodSandbox;
import dev.hako.door.cri.pod.PodSandboxStatus;
import dev.hako.door.cri.pod.RemovePodSandbox;
import dev.hako.door.cri.pod.RunPodSandbox;
import dev.hako.door.cri.pod.StopPodSandbox;
import dev.hako.door.cri.pod.StreamPodSandboxes;
import dev.hako.door.cri.pod.UpdatePodSandboxResources;
import dev.hako.door.cri.registry.Containers;
import dev.hako.door.cri.registry.Sandboxes;
import dev.hako.door.cri.runtime.Handlers;
import dev.hako.door.cri.runtime.RuntimeConfig;
import dev.hako.door.cri.runtime.Status;
import dev.hako.door.cri.runtime.UpdateRuntimeConfig;
import dev.hako.door.cri.runtime.Version;
import dev.hako.door.cri.stat.StatCalls;
import dev.hako.door.cri.stream.Attach;
import dev.hako.door.cri.stream.Exec;
import dev.hako.door.cri.stream.ExecSync;
import dev.hako.door.cri.stream.PortForward;
import dev.hako.door.cri.stream.Preparation;
import dev.hako.door.streaming.StreamingServer;
import dev.hako.engine.Engine;
import dev.hako.image.registry.configuration.Environment;
import io.grpc.ServerServiceDefinition;
import java.util.List;

/// All calls, and who answers them.
final class Services {
    private final Engine engine;
    private final CriSettings settings;
    private final Handlers handlers;
    private final Sandboxes sandboxes;
    private final Containers containers;
    private final ResourceMapping resources;
    private final StreamingServer streams;

    Services(Engine engine, CriSettings settings, StreamingServer streams) {
        this.engine = engine;
        this.settings = settings;
        this.streams = streams;
        this.handlers = new Handlers(engine.info());
        this.sandboxes = new Sandboxes(engine);
        this.containers = new Containers(engine);
        this.resources =
                new ResourceMapping(
                        engine.info().host().cgroups().controllers().contains("hugetlb"));
    }

    List<ServerServiceDefinition> all() {
        CallTable runtime = new CallTable(RuntimeServiceGrpc.getServiceDescriptor());
        addRuntime(runtime);
        addPods(runtime);
        addContainers(runtime);
        addStreams(runtime);
        new StatCalls(engine, sandboxes, containers).addTo(runtime);
        CallTable images = new CallTable(ImageServiceGrpc.getServiceDescriptor());
        addImages(images);
        return List.of(runtime.build(), images.build());
    }

    private void addRuntime(CallTable calls) {
        calls.unary(getVersionMethod(), new Version(settings.version()))
                .unary(
                        getStatusMethod(),
                        new Status(handlers, settings.driver(), settings.networks()))
                .unary(getRuntimeConfigMethod(), new RuntimeConfig(settings.driver()))
                .unary(getUpdateRuntimeConfigMethod(), new UpdateRuntimeConfig());
    }

    private void addStreams(CallTable calls) {
        Preparation preparation = new Preparation(sandboxes, containers, streams);
        calls.unary(getExecSyncMethod(), new ExecSync(preparation))
                .unary(getExecMethod(), new Exec(preparation))
                .unary(getAttachMethod(), new Attach(preparation))
                .unary(getPortForwardMethod(), new PortForward(preparation))
                .unary(getReopenContainerLogMethod(), new ReopenContainerLog(containers))
                .streamed(
                        getGetContainerEventsMethod(),
                        new GetContainerEvents(engine, sandboxes, containers));
    }

    private void addPods(CallTable calls) {
        calls.unary(
                        getRunPodSandboxMethod(),
                        new RunPodSandbox(
                                engine,
                                handlers,
                                new PodLimits(resources),
                                settings.driver(),
                                settings.networks()))
                .unary(getStopPodSandboxMethod(), new StopPodSandbox(sandboxes))
                .unary(getRemovePodSandboxMethod(), new RemovePodSandbox(sandboxes))
                .unary(getPodSandboxStatusMethod(), new PodSandboxStatus(sandboxes, containers))
                .unary(getListPodSandboxMethod(), new ListPodSandbox(sandboxes))
                .streamed(getStreamPodSandboxesMethod(), new StreamPodSandboxes(sandboxes))
                .unary(
                        getUpdatePodSandboxResourcesMethod(),
                        new UpdatePodSandboxResources(sandboxes, new PodLimits(resources)));
    }

    private void addContainers(CallTable calls) {
        calls.unary(
                        getCreateContainerMethod(),
                        new CreateContainer(
                                engine,
                                sandboxes,
                                new ContainerMapping(resources, settings.devices()),
                                VolumeLabels.ofHost()))
                .unary(getStartContainerMethod(), new StartContainer(containers))
                .unary(getStopContainerMethod(), new StopContainer(containers))
                .unary(getRemoveContainerMethod(), new RemoveContainer(engine, containers))
                .unary(getListContainersMethod(), new ListContainers(containers))
                .streamed(getStreamContainersMethod(), new StreamContainers(containers))
                .unary(getContainerStatusMethod(), new ContainerStatus(containers))
                .unary(
                        getUpdateContainerResourcesMethod(),
                        new UpdateContainerResources(containers, resources));
    }

    private void addImages(CallTable calls) {
        Environment environment = new Environment(System.getenv());
        ListImages list = new ListImages(engine.images());
        calls.unary(getListImagesMethod(), list)
                .streamed(getStreamImagesMethod(), new StreamImages(list))
                .unary(getImageStatusMethod(), new ImageStatus(engine.images()))
                .unary(getPullImageMethod(), new PullImage(engine.images(), handlers, environment))
                .unary(getRemoveImageMethod(), new RemoveImage(engine.images()))
                .unary(getImageFsInfoMethod(), new ImageFsInfo(engine));
    }
}
