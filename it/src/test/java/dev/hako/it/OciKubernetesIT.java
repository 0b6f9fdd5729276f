package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// containerd's door for Kubernetes, asked by crictl, with `hako-runtime` in runc's place.
@NeedsRoot
@NeedsProgram({"busybox", "containerd", "ctr", "crictl", "umoci"})
class OciKubernetesIT {
    private static final Duration DEADLINE = Duration.ofMinutes(4);
    private static final String RUNTIME = System.getProperty("hako.dist") + "/bin/hako-runtime";

    private static final String CONFIGURATION =
            """
            version = 2
            root = "PLACE/root"
            state = "PLACE/state"
            [grpc]
            address = "PLACE/sock"
            [plugins."io.containerd.grpc.v1.cri"]
            sandbox_image = "docker.io/library/box:pause"
            restrict_oom_score_adj = true
            [plugins."io.containerd.grpc.v1.cri".containerd]
            snapshotter = "native"
            default_runtime_name = "hako"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.hako]
            runtime_type = "io.containerd.runc.v2"
            [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.hako.options]
            BinaryName = "RUNTIME"
            """;

    /// On the host's network: containerd would ask plugins for another.
    private static final String POD =
            """
            {"metadata": {"name": "pod", "namespace": "test", "uid": "1"},
             "log_directory": "PLACE/logs",
             "linux": {"cgroup_parent": "/hako-it-oci-pods",
                       "security_context": {"namespace_options": {"network": 2}}}}
            """;

    private static final String CONTAINER =
            """
            {"metadata": {"name": "box"}, "image": {"image": "docker.io/library/box:v1"},
             "command": ["sh", "-c", "echo said; trap 'exit 7' USR1; while :; do sleep 0.1; done"],
             "log_path": "box.log",
             "linux": {"resources": {"memory_limit_in_bytes": 67108864},
                       "security_context": {"namespace_options": {"network": 2}}}}
            """;

    private static final String SCRIPT =
            """
            umoci config --image $LAYOUT:v1 --tag pause --config.cmd sleep --config.cmd 100000
            containerd --config config.toml > log 2>&1 &
            daemon=$!
            for i in $(seq 200); do [ -S sock ] && break; sleep 0.1; done
            tar -C $LAYOUT -c . | ctr --address sock --namespace k8s.io images import \\
                --snapshotter native --base-name docker.io/library/box - > imported
            printf 'runtime-endpoint: unix://%s/sock\\ntimeout: 120\\n' $PLACE > crictl.yaml
            crictl() { command crictl --config crictl.yaml "$@"; }
            inside() { crictl exec -s "$box" "$@" | sed '/^$/d'; }
            pod=$(crictl runp pod.json) || exit
            box=$(crictl create "$pod" box.json pod.json) || exit
            crictl start "$box" > started
            crictl ps --quiet --state running | grep -c .
            inside sh -c 'cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes 2> /dev/null || cat memory.max'
            crictl exec -s "$box" sh -c 'exit 5' 2> trouble; grep -o 'exited with 5' trouble
            inside readlink /proc/1/ns/net > its; readlink /proc/self/ns/net | diff - its
            crictl logs "$box"
            crictl stats --output json "$box" | grep -c workingSetBytes
            crictl stop --timeout 20 "$box" > stopped
            crictl inspect "$box" | grep -o '"exitCode": .*,'
            crictl rm "$box" > removed
            crictl stopp "$pod" > stopped; crictl rmp "$pod" > removed
            crictl ps --all --quiet; crictl pods --quiet
            kill $daemon; wait $daemon
            cat trouble | grep -v 'exited with 5' >&2
            rmdir /sys/fs/cgroup/*/hako-it-oci-pods /sys/fs/cgroup/hako-it-oci-pods 2> /dev/null
            """;

    @TempDir Path place;

    @Test
    void runsPodsAndContainersOfTheirs() throws IOException {
        BusyboxLayout.make(Files.createDirectory(place.resolve("image")), 0);
        Path caller = Files.createDirectory(place.resolve("caller"));
        write(caller, "config.toml", CONFIGURATION.replace("RUNTIME", RUNTIME));
        write(caller, "pod.json", POD);
        write(caller, "box.json", CONTAINER);
        Result result =
                Programs.run(
                        DEADLINE,
                        Path.of("/dev/null"),
                        List.of(
                                "unshare",
                                "--mount",
                                "env",
                                "PLACE=" + caller,
                                "LAYOUT=" + place.resolve("image/layout"),
                                "sh",
                                "-c",
                                "cd $PLACE\n" + SCRIPT));
        assertThat(result.output())
                .as(result.error())
                .isEqualTo("1\n67108864\nexited with 5\nsaid\n1\n\"exitCode\": 7,\n");
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text.replace("PLACE", folder.toString()));
    }
}
