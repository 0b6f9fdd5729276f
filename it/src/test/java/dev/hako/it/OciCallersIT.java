package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Those who call runc, with `hako-runtime` in its place: each in a mount namespace of its own,
/// with state of its own, which ends with its script.
@NeedsRoot
@NeedsProgram("busybox")
class OciCallersIT {
    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final String RUNTIME = System.getProperty("hako.dist") + "/bin/hako-runtime";

    private static final String CONTAINERD =
            """
            printf 'version = 2\\nroot = "%s/root"\\nstate = "%s/state"\\n' $PLACE $PLACE > config.toml
            printf 'disabled_plugins = ["io.containerd.grpc.v1.cri"]\\n' >> config.toml
            printf '[grpc]\\naddress = "%s/sock"\\n' $PLACE >> config.toml
            containerd --config config.toml > log 2>&1 &
            daemon=$!
            for i in $(seq 100); do [ -S sock ] && break; sleep 0.1; done
            export CONTAINERD_ADDRESS=$PLACE/sock
            ctr run --rm --rootfs --runc-binary $RUNTIME $ROOTFS a /bin/sh -c 'echo ran; exit 3'
            echo "run $?"
            ctr run --detach --rootfs --runc-binary $RUNTIME $ROOTFS b /bin/sleep 100
            ctr task exec --exec-id e b /bin/sh -c 'echo executed; exit 5'
            echo "exec $?"
            ctr task pause b; ctr task ls | tail -1 | grep -o PAUSED
            ctr task resume b; ctr task ls | tail -1 | grep -o RUNNING
            ctr task ps b | tail -n +2 | wc -l
            ctr task kill --signal KILL b
            for i in $(seq 100); do ctr task ls | grep -q STOPPED && break; sleep 0.1; done
            ctr task rm b; ctr container rm b; ctr container ls --quiet
            kill $daemon; wait $daemon
            """;

    private static final String PODMAN =
            """
            mount -t tmpfs tmpfs /var/lib/containers
            mkdir -p /run/containers /run/libpod
            mount -t tmpfs tmpfs /run/containers
            mount -t tmpfs tmpfs /run/libpod
            printf '[containers]\\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\\n' > conf
            export CONTAINERS_CONF=$PLACE/conf
            podman="podman --runtime $RUNTIME --cgroup-manager=cgroupfs"
            $podman run --rm --network none --rootfs $ROOTFS sh -c 'echo ran; exit 3'; echo "run $?"
            $podman run --rm --network none --rootfs $ROOTFS no-such-program; echo "missing $?"
            $podman run --rm -t --network none --rootfs $ROOTFS tty; echo "terminal $?"
            $podman run --detach --name b --network none --rootfs $ROOTFS sleep 100 > id
            $podman exec b sh -c 'echo executed; exit 5'; echo "exec $?"
            $podman pause b; $podman inspect --format '{{.State.Status}}' b; $podman unpause b
            $podman kill b; $podman wait b
            $podman rm b
            $podman ps --all --quiet
            """;

    private static final String DOCKER =
            """
            export DOCKER_HOST=unix://$PLACE/sock HOME=$PLACE
            dockerd --data-root=$PLACE/data --exec-root=$PLACE/exec --pidfile=$PLACE/pid \\
                --host=$DOCKER_HOST --bridge=none --iptables=false --storage-driver=vfs \\
                --cgroup-parent=/hako-it-oci-docker --add-runtime hako=$RUNTIME > log 2>&1 &
            for i in $(seq 150); do docker version > version 2>&1 && break; sleep 0.2; done
            tar -C $ROOTFS -c . | docker import - image > id
            docker run --rm --runtime hako --network none image sh -c 'echo ran; exit 3'; echo "run $?"
            docker run --detach --name box --runtime hako --network none -m 64m image sleep 100 > id
            docker exec box sh -c 'echo executed; exit 5'; echo "exec $?"
            docker pause box; docker inspect --format '{{.State.Status}}' box; docker unpause box
            docker kill box; docker wait box
            docker rm box
            docker ps --all --quiet
            """;

    @TempDir Path place;

    @BeforeEach
    void makeRoot() throws IOException {
        BusyboxTree.make(place.resolve("rootfs"), 0);
        Files.createDirectory(place.resolve("caller"));
    }

    private Result script(List<String> apart, String script) {
        Path caller = place.resolve("caller");
        List<String> words = new ArrayList<>(apart);
        words.addAll(List.of("env", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "PLACE=" + caller));
        words.addAll(List.of("RUNTIME=" + RUNTIME, "ROOTFS=" + place.resolve("rootfs")));
        words.addAll(List.of("sh", "-c", "cd $PLACE\n" + script));
        return Programs.run(DEADLINE, Path.of("/dev/null"), words);
    }

    @Test
    @NeedsProgram("ctr")
    void containerdRunsContainersWithIt() {
        Result result = script(List.of("unshare", "--mount"), CONTAINERD);
        assertThat(result.output())
                .as(result.error())
                .isEqualTo("ran\nrun 3\nexecuted\nexec 5\nPAUSED\nRUNNING\n1\n");
    }

    @Test
    @NeedsProgram("podman")
    void podmanRunsContainersWithIt() {
        Result result = script(List.of("unshare", "--mount"), PODMAN);
        assertThat(result.output().replace("\r", ""))
                .as(result.error())
                .isEqualTo(
                        """
                        ran
                        run 3
                        missing 127
                        /dev/pts/0
                        terminal 0
                        executed
                        exec 5
                        b
                        paused
                        b
                        b
                        137
                        b
                        """);
    }

    @Test
    @NeedsProgram("dockerd")
    void dockerRunsContainersWithIt() {
        List<String> apart =
                List.of(
                        "unshare",
                        "--net",
                        "--mount",
                        "--pid",
                        "--fork",
                        "--mount-proc",
                        "--kill-child");
        Result result = script(apart, DOCKER);
        assertThat(result.output())
                .as(result.error())
                .isEqualTo("ran\nrun 3\nexecuted\nexec 5\nbox\npaused\nbox\nbox\n137\nbox\n");
    }
}
