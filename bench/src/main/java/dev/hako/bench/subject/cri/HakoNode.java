package dev.hako.bench.subject.cri;

import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Hako's engine as a kubelet's runtime.
public final class HakoNode {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int ATTEMPTS = 1_500;

    /// What other packages describe on this machine, such as podman, is not for this node: it would
    /// connect its pods by their plugins.
    private static final String WITHOUT_PLUGINS =
            "if [ -d /etc/cni/net.d ]; then mount -t tmpfs none /etc/cni/net.d; fi";

    private HakoNode() {}

    /// An engine whose pods are on its own bridge.
    ///
    /// @param image the archive of [ProbeImage]
    /// @param warmUps how many pods it takes until one is like the other
    public static CriNode prepare(Path distribution, Path image, Scratch scratch, int warmUps) {
        return start(new Kind("hako", warmUps, WITHOUT_PLUGINS), distribution, image, scratch);
    }

    /// How one of them differs from the other.
    private record Kind(String name, int warmUps, String mounts) {}

    /// An engine whose pods are on a network of CNI's plugins.
    ///
    /// @param image the archive of [ProbeImage]
    /// @param warmUps how many pods it takes until one is like the other
    public static CriNode withPlugins(Path distribution, Path image, Scratch scratch, int warmUps) {
        Path etc = scratch.folder().resolve("hako+cni-etc");
        try {
            PluginNetwork.write(etc.resolve("cni/net.d"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // A folder in front of `/etc`, seen by the node alone.
        String mounts = "mount -t overlay -o lowerdir=" + etc + ":/etc overlay /etc";
        Kind kind = new Kind("hako+cni", warmUps, mounts);
        return start(kind, distribution, image, scratch);
    }

    private static CriNode start(Kind kind, Path distribution, Path image, Scratch scratch) {
        Path folder = scratch.folder().resolve(kind.name());
        Path memory = scratch.memory().resolve(kind.name());
        try {
            Files.createDirectories(folder);
            Files.createDirectories(memory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path socket = memory.resolve("cri.sock");
        String program = distribution.resolve("bin/hako").toString();
        Map<String, String> environment =
                Map.of(
                        "HAKO_ROOT",
                        folder.resolve("root").toString(),
                        "HAKO_RUN",
                        memory.resolve("run").toString());
        CriNode.Recipe recipe =
                new CriNode.Recipe(
                        kind.name(),
                        kind.warmUps(),
                        kind.mounts(),
                        List.of(program, "engine", "--cri", "unix://" + socket),
                        environment,
                        socket,
                        folder);
        CriNode node = CriNode.start(recipe, scratch);
        awaitSocket(socket);
        load(program, environment, image);
        return node.await(folder);
    }

    /// The command would start an engine of its own if there were none.
    private static void awaitSocket(Path socket) {
        for (int i = 0; i < ATTEMPTS && !Files.exists(socket); i++) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static void load(String program, Map<String, String> environment, Path image) {
        String variables =
                "HAKO_ROOT="
                        + environment.get("HAKO_ROOT")
                        + " HAKO_RUN="
                        + environment.get("HAKO_RUN");
        Programs.run(List.of("sh", "-c", variables + " " + program + " load -i " + image));
    }
}
