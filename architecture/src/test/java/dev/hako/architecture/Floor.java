package dev.hako.architecture;

import java.util.List;
import java.util.stream.Stream;

/// One floor of the house: the packages it is made of, and what it may know. ARCHITECTURE.md says
/// what each is for.
///
/// @param packages ArchUnit's package identifier; `..` at the end takes in the packages below
/// @param libraries package identifiers of third-party libraries, besides the JDK and JSpecify
record Floor(String packages, List<Floor> floors, List<String> libraries) {
    /// What protoc makes of CRI's messages.
    private static final String CRI = "dev.hako.cri.v1..";

    private static final String GSON = "com.google.gson..";
    private static final String PROTOBUF = "com.google.protobuf..";
    private static final String SLF4J = "org.slf4j..";
    private static final String YAML = "org.snakeyaml.engine..";
    private static final String ZSTD = "com.github.luben.zstd..";

    private static final Floor FAILURE = of("dev.hako.failure..");
    private static final Floor KERNEL = of("dev.hako.kernel..", FAILURE);
    private static final Floor OCI = of("dev.hako.oci..", FAILURE).with(GSON);
    private static final Floor GUEST = of("dev.hako.guest..", FAILURE, KERNEL).with(GSON);
    private static final Floor DOCKERFILE = of("dev.hako.build.dockerfile..", FAILURE);
    private static final Floor GRAPH = of("dev.hako.build.graph..", FAILURE, DOCKERFILE);
    private static final Floor CONTEXT = of("dev.hako.build.context..", FAILURE);
    private static final Floor LAUNCHER = of("dev.hako.launcher..", FAILURE, KERNEL);
    private static final Floor PLAN = of("dev.hako.plan..", FAILURE, KERNEL, OCI);
    private static final Floor IMAGE =
            of("dev.hako.image..", FAILURE, KERNEL, OCI).with("javax.net.ssl..", ZSTD);
    private static final Floor BUILD_FILES =
            of("dev.hako.build.files..", FAILURE, KERNEL, OCI, IMAGE, DOCKERFILE, CONTEXT)
                    .with("org.tukaani.xz..");
    private static final Floor BUILD_JVM = of("dev.hako.build.jvm..", FAILURE, KERNEL, OCI);
    private static final Floor NETWORK = of("dev.hako.network..", FAILURE, KERNEL).with(GSON);
    private static final Floor ISOLATION = of("dev.hako.isolation", FAILURE, KERNEL, OCI, PLAN);
    private static final Floor HOST =
            of("dev.hako.isolation.host..", FAILURE, KERNEL, PLAN, ISOLATION);
    private static final Floor MONITOR =
            of("dev.hako.isolation.monitor..", FAILURE, KERNEL, OCI, LAUNCHER, PLAN, ISOLATION)
                    .and(HOST);
    private static final Floor NAMESPACE =
            of("dev.hako.isolation.namespace..", FAILURE, KERNEL, OCI, LAUNCHER, PLAN, ISOLATION)
                    .and(HOST, MONITOR);
    private static final Floor UNIKERNEL =
            of("dev.hako.isolation.unikernel..", FAILURE, KERNEL, OCI, LAUNCHER, PLAN, ISOLATION)
                    .and(HOST, MONITOR, GUEST);
    private static final Floor ENGINE =
            of("dev.hako.engine..", FAILURE, KERNEL, OCI, LAUNCHER, PLAN, IMAGE, ISOLATION)
                    .and(NETWORK, HOST)
                    .with(SLF4J);
    private static final Floor SOLVE =
            of("dev.hako.build.solve..", FAILURE, KERNEL, OCI, IMAGE, ENGINE, DOCKERFILE)
                    .and(GRAPH, CONTEXT, BUILD_FILES);
    private static final Floor JUNIT =
            of("dev.hako.junit..", FAILURE, ENGINE).with("org.junit.jupiter.api..");
    private static final Floor DOOR_OCI =
            of("dev.hako.door.oci..", FAILURE, KERNEL, OCI, LAUNCHER, PLAN);
    private static final Floor STREAMING =
            of("dev.hako.door.streaming..", FAILURE).with(GSON, SLF4J, "io.netty..");
    private static final Floor DOOR_CRI =
            of("dev.hako.door.cri..", FAILURE, KERNEL, OCI, IMAGE, NETWORK, ISOLATION, ENGINE)
                    .and(LAUNCHER, STREAMING)
                    .with(
                            SLF4J,
                            CRI,
                            GSON,
                            "io.grpc..",
                            "io.netty..",
                            "com.google.protobuf..",
                            YAML);
    private static final Floor COMPARE =
            of("dev.hako.compare..", FAILURE, OCI, LAUNCHER)
                    .with(
                            GSON,
                            CRI,
                            PROTOBUF,
                            "io.grpc..",
                            "io.netty..",
                            "com.sun.net.httpserver..");
    private static final Floor APP =
            of("dev.hako.app..", FAILURE, KERNEL, OCI, LAUNCHER, PLAN, IMAGE, ISOLATION)
                    .and(NETWORK, HOST, NAMESPACE, UNIKERNEL, ENGINE, DOOR_OCI, DOOR_CRI, GUEST)
                    .and(DOCKERFILE, CONTEXT, BUILD_FILES, BUILD_JVM, SOLVE, COMPARE)
                    .with(SLF4J, CRI);

    /// All floors, lowest first.
    static final List<Floor> ALL =
            List.of(
                    FAILURE,
                    KERNEL,
                    OCI,
                    GUEST,
                    LAUNCHER,
                    PLAN,
                    IMAGE,
                    DOCKERFILE,
                    GRAPH,
                    CONTEXT,
                    BUILD_FILES,
                    BUILD_JVM,
                    NETWORK,
                    ISOLATION,
                    HOST,
                    MONITOR,
                    NAMESPACE,
                    UNIKERNEL,
                    ENGINE,
                    SOLVE,
                    DOOR_OCI,
                    STREAMING,
                    DOOR_CRI,
                    COMPARE,
                    JUNIT,
                    APP);

    private static Floor of(String packages, Floor... floors) {
        return new Floor(packages, List.of(floors), List.of());
    }

    private Floor and(Floor... more) {
        return new Floor(
                packages, Stream.concat(floors.stream(), Stream.of(more)).toList(), libraries);
    }

    private Floor with(String... libraries) {
        return new Floor(packages, floors, List.of(libraries));
    }

    /// Package identifiers of all that this floor may know, itself included.
    String[] known() {
        var known = Stream.of("java..", "org.jspecify..", packages);
        var below = floors.stream().map(Floor::packages);
        return Stream.of(known, below, libraries.stream())
                .flatMap(names -> names)
                .toArray(String[]::new);
    }

    @Override
    public String toString() {
        return packages;
    }
}
