package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// nginx, redis and python3 under Docker and podman with `hako-runtime` in runc's place: the same
/// lines for both, which see the limits from inside and leave nothing.
@NeedsRoot
@NeedsProgram({"busybox", "nginx", "redis-server", "redis-cli", "python3"})
class OciServersIT {
    private static final Duration DEADLINE = Duration.ofMinutes(5);
    private static final String RUNTIME = System.getProperty("hako.dist") + "/bin/hako-runtime";

    private static final String AWAIT =
            """
            await() {
                for i in $(seq 200); do "$@" > answer 2> trouble && return; sleep 0.1; done
                cat trouble
            }
            """;

    private static final String NGINX =
            """
            v1="memory/memory.limit_in_bytes pids/pids.max cpu/cpu.cfs_quota_us"
            look="cd /sys/fs/cgroup; cat $v1 2> /dev/null || cat memory.max pids.max cpu.max"
            $engine run -d --name web $options -m 64m --cpus 0.5 --pids-limit 40 \\
                image nginx -c /etc/nginx.conf > id
            await $engine exec web wget -qO- http://127.0.0.1/; cat answer; echo
            $engine exec web sh -c "$look" | cut -d' ' -f1
            $engine exec -t web tty | tr -d '\\r'
            $engine pause web; $engine inspect --format '{{.State.Status}}' web; $engine unpause web
            $engine restart -t 5 web
            await $engine exec web wget -qO- http://127.0.0.1/
            $engine logs web 2>&1 | grep -c 'GET / '
            $engine stop -t 5 web; $engine inspect --format '{{.State.ExitCode}}' web
            $engine rm web
            """;

    private static final String REDIS =
            """
            $engine run -d --name store $options image redis-server --save '' > id
            await $engine exec store redis-cli ping; cat answer
            $engine exec store redis-cli set fruit apples; $engine exec store redis-cli get fruit
            $engine kill -s TERM store; $engine wait store; $engine rm store
            """;

    private static final String PYTHON =
            """
            echo 'print(6 * 7)' | $engine run --rm -i $options image python3 -
            cat > look.py <<'END'
            import os
            status = open("/proc/self/status").read()
            open("/tmp/new", "w")
            print(os.getuid(), "NoNewPrivs:\\t1" in status, "CapBnd:\\t0000000000000000" in status)
            try:
                open("/new", "w")
            except OSError as e:
                print(e.strerror)
            END
            $engine run --rm -i $options --user 1000:1000 --read-only --tmpfs /tmp --cap-drop ALL \\
                --security-opt no-new-privileges image python3 - < look.py
            $engine run --rm $options --privileged image sh -c \\
                'mount -t tmpfs none /tmp && readlink /dev/ptmx && test -c /dev/kmsg && echo may'
            $engine run -d --name greedy $options -m 24m --memory-swap 24m \\
                image python3 -c 'bytearray(500000000)' > id
            $engine wait greedy; $engine rm greedy
            """;

    private static final String EXPECTED =
            """
            shop
            67108864
            40
            50000
            /dev/pts/0
            web
            paused
            web
            web
            2
            web
            0
            web
            PONG
            OK
            apples
            store
            0
            store
            42
            1000 True True
            Read-only file system
            pts/ptmx
            may
            137
            greedy
            """;

    private static final String PODMAN =
            """
            mkdir -p /run/containers /run/libpod /var/lib/containers
            mount -t tmpfs tmpfs /var/lib/containers
            mount -t tmpfs tmpfs /run/containers
            mount -t tmpfs tmpfs /run/libpod
            printf '[containers]\\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\\n' > conf
            export CONTAINERS_CONF=$PLACE/conf
            engine="podman --runtime $RUNTIME --cgroup-manager=cgroupfs" options="--network none"
            tar -C $ROOTFS -c . | $engine import - image > id 2>&1
            """;

    private static final String DOCKER =
            """
            export DOCKER_HOST=unix://$PLACE/sock HOME=$PLACE
            dockerd --data-root=$PLACE/data --exec-root=$PLACE/exec --pidfile=$PLACE/pid \\
                --host=$DOCKER_HOST --bridge=none --iptables=false --storage-driver=vfs \\
                --cgroup-parent=/hako-it-oci-servers --add-runtime hako=$RUNTIME > log 2>&1 &
            for i in $(seq 300); do docker version > version 2>&1 && break; sleep 0.2; done
            engine=docker options="--runtime hako --network none"
            tar -C $ROOTFS -c . | docker import - image > id
            """;

    private static final String INIT = "docker run --rm --init $options image cat /proc/1/comm\n";

    private static final String HEALTH =
            """
            docker run -d --name well $options --health-cmd 'test -e /tmp/well' \\
                --health-interval 1s --health-retries 1 image \\
                sh -c 'touch /tmp/well; exec sleep 1000' > id
            health() { docker inspect --format '{{.State.Health.Status}}' well | grep -x $1; }
            await health healthy; cat answer
            docker exec well rm /tmp/well
            await health unhealthy; cat answer
            docker rm -f well
            """;

    @TempDir static Path tree;

    @TempDir Path place;

    @BeforeAll
    static void makeRoot() throws IOException {
        ServerTree.make(tree.resolve("rootfs"));
    }

    private String outputOf(List<String> apart, String... scripts) {
        List<String> words = new ArrayList<>(apart);
        words.addAll(List.of("env", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "PLACE=" + place));
        words.addAll(List.of("RUNTIME=" + RUNTIME, "ROOTFS=" + tree.resolve("rootfs")));
        words.addAll(List.of("sh", "-c", "cd $PLACE\n" + String.join("", scripts)));
        Result result = Programs.run(DEADLINE, Path.of("/dev/null"), words);
        System.err.print(result.error());
        return result.output();
    }

    @Test
    @NeedsProgram("podman")
    void podmanServesWithIt() {
        String output =
                outputOf(List.of("unshare", "--mount"), PODMAN, AWAIT, NGINX, REDIS, PYTHON);
        assertThat(output).isEqualTo(EXPECTED);
    }

    @Test
    @NeedsProgram("dockerd")
    void dockerServesWithIt() {
        String output =
                outputOf(apartWithDocker(), DOCKER, AWAIT, NGINX, REDIS, PYTHON, INIT, HEALTH);
        assertThat(output).isEqualTo(EXPECTED + "docker-init\nhealthy\nunhealthy\nwell\n");
    }

    private static List<String> apartWithDocker() {
        return List.of(
                "unshare", "--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child");
    }
}
