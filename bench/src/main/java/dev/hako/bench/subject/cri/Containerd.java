package dev.hako.bench.subject.cri;

import dev.hako.compare.cri.ProbeImage;
import dev.hako.compare.host.Programs;
import dev.hako.compare.host.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Debian's containerd as a kubelet's runtime, with an OCI runtime of choice, and Debian's plugins
/// for pods that have a network.
public final class Containerd {
    private static final int WARM_UPS = 3;
    private static final List<String> NEEDED = List.of("containerd", "ctr", "bash", "unshare");

    private Containerd() {}

    /// One with this runtime, if both are installed.
    ///
    /// @param runtime `runc` or `crun`
    /// @param image the archive of [ProbeImage]
    public static Optional<CriNode> prepare(String runtime, Path image, Scratch scratch) {
        boolean complete =
                Stream.concat(NEEDED.stream(), Stream.of(runtime))
                        .allMatch(program -> Programs.find(program).isPresent());
        return complete ? Optional.of(start(runtime, image, scratch)) : Optional.empty();
    }

    private static CriNode start(String runtime, Path image, Scratch scratch) {
        String name = "containerd+" + runtime;
        Path folder = scratch.folder().resolve(name);
        Path memory = scratch.memory().resolve(name);
        Path configuration = folder.resolve("config.toml");
        try {
            Files.createDirectories(folder);
            Files.createDirectories(memory);
            Path networks = PluginNetwork.write(folder.resolve("net.d"));
            Files.writeString(configuration, configuration(runtime, folder, memory, networks));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path socket = memory.resolve("c.sock");
        CriNode.Recipe recipe =
                new CriNode.Recipe(
                        name,
                        WARM_UPS,
                        "true",
                        List.of("containerd", "--config", configuration.toString()),
                        Map.of(),
                        socket,
                        folder);
        CriNode node = CriNode.start(recipe, scratch);
        load(socket, image);
        return node.await(folder);
    }

    private static String configuration(String runtime, Path folder, Path memory, Path networks) {
        return """
        version = 2
        root = "%1$s/root"
        state = "%2$s/state"
        [grpc]
          address = "%2$s/c.sock"
        [plugins."io.containerd.internal.v1.opt"]
          path = "%1$s/opt"
        [plugins."io.containerd.grpc.v1.cri"]
          sandbox_image = "%3$s"
          restrict_oom_score_adj = true
          netns_mounts_under_state_dir = true
        [plugins."io.containerd.grpc.v1.cri".cni]
          bin_dir = "%4$s"
          conf_dir = "%5$s"
        [plugins."io.containerd.grpc.v1.cri".containerd]
          default_runtime_name = "peer"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.peer]
          runtime_type = "io.containerd.runc.v2"
        [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.peer.options]
          BinaryName = "%6$s"
        """
                .formatted(
                        folder,
                        memory,
                        ProbeImage.NAME,
                        PluginNetwork.PROGRAMS,
                        networks,
                        Programs.find(runtime).orElseThrow());
    }

    private static void load(Path socket, Path image) {
        String script =
                "for i in $(seq 300); do ctr -a %1$s version >/dev/null 2>&1 && break; sleep 0.1; done; ctr -a %1$s -n k8s.io images import %2$s"
                        .formatted(socket, image);
        Programs.run(List.of("sh", "-c", script));
    }
}
