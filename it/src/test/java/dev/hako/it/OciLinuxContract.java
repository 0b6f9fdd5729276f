package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/// What config-linux.md asks of a runtime, as seen from inside a container.
abstract class OciLinuxContract extends OciMountsContract {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String ID = "box";

    /// Answers one call with EDQUOT.
    private static final String AGENT =
            """
            import fcntl, json, socket, struct, sys
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(sys.argv[1])
                listener.listen()
                text, fds, _, _ = socket.recv_fds(listener.accept()[0], 65536, 1)
            told = json.loads(text)
            state = told['state']
            print(told['fds'], told.get('metadata'), state['id'], state['status'],
                  told['pid'] > 0 and state['pid'] > 0, flush=True)
            call = bytearray(80)
            fcntl.ioctl(fds[0], 0xc0502100, call)
            fcntl.ioctl(fds[0], 0xc0182101, struct.pack('QqiI', struct.unpack_from('Q', call)[0], 0, -122, 0))
            """;

    @Test
    void handsCallsToASeccompAgent() throws IOException {
        Path socket = place.resolve("agent.sock");
        Process agent = new ProcessBuilder("python3", "-c", AGENT, socket.toString()).start();
        try {
            Await.until("the agent", DEADLINE, () -> Files.exists(socket));
            String seccomp =
                    """
                    "seccomp": {"defaultAction": "SCMP_ACT_ALLOW", "listenerPath": "%s",
                                "listenerMetadata": "for the agent",
                                "syscalls": [{"names": ["mkdir", "mkdirat"], "action": "SCMP_ACT_NOTIFY"}]},
                    """
                            .formatted(socket);
            Result run = run("", "", seccomp, "mkdir /new");
            assertThat(run.error()).contains("Disk quota exceeded");
            assertThat(agent.inputReader().readLine())
                    .isEqualTo("['seccompFd'] for the agent box creating True");
        } finally {
            agent.destroyForcibly();
        }
    }

    @Test
    void refusesASeccompAgentThatIsNotThere() throws IOException {
        String seccomp =
                """
                "seccomp": {"defaultAction": "SCMP_ACT_ALLOW", "listenerPath": "%s/nobody",
                            "syscalls": [{"names": ["mkdir"], "action": "SCMP_ACT_NOTIFY"}]},
                """
                        .formatted(place);
        assertThat(run("", "", seccomp, "true").status()).isNotZero();
        assertThat(runtime().call("list", "--quiet").output()).isEmpty();
    }

    @Test
    void limitsAndWeighsTheProcess() throws IOException {
        String process =
                """
                "oomScoreAdj": 77,
                "rlimits": [{"type": "RLIMIT_NOFILE", "soft": 99, "hard": 199}],
                """;
        assertThat(printed(process, "", "", "ulimit -Sn; ulimit -Hn; cat /proc/self/oom_score_adj"))
                .isEqualTo("99\n199\n77\n");
    }

    @Test
    void leavesLimitsThatNobodyNamesAsItsCallersAre() throws IOException {
        bundle().runs("grep", "core file", "/proc/self/limits");
        List<String> words =
                new ArrayList<>(List.of("sh", "-c", "ulimit -S -c 7; exec \"$@\"", "sh"));
        words.addAll(runtime().words("run", "--bundle", bundle().folder().toString(), ID));
        Result run = Programs.run(DEADLINE, Path.of("/dev/null"), words);
        succeeded(run);
        assertThat(run.output()).containsPattern("core file size +" + 7 * 512 + " ");
    }

    /// As a service manager opens it; the program is told of it as sd_listen_fds(3) expects it.
    @Test
    void handsOnASocketThatListens() throws IOException, InterruptedException {
        if (lacks().contains("word of sockets")) {
            return;
        }
        String activate =
                """
                import os, socket, sys
                listener = socket.socket(socket.AF_UNIX)
                listener.bind(sys.argv[1])
                listener.listen()
                os.dup2(listener.fileno(), 3)
                os.set_inheritable(3, True)
                os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()))
                os.execvp(sys.argv[2], sys.argv[2:])
                """;
        String serve =
                "import os, socket; e = os.environ; peer = socket.socket(fileno=3).accept()[0];"
                        + " peer.sendall(' '.join([e['LISTEN_FDS'], e['LISTEN_PID'], str(os.getpid())])"
                        + ".encode())";
        bundle().runs("/usr/bin/python3", "-c", serve);
        String bind =
                "{\"destination\": \"/%1$s\", \"type\": \"bind\", \"source\": \"/%1$s\","
                        + " \"options\": [\"rbind\", \"ro\"]},";
        bundle().change(
                        "\"mounts\": [",
                        "\"mounts\": ["
                                + bind.formatted("usr")
                                + bind.formatted("lib")
                                + bind.formatted("lib64"));
        Path socket = place.resolve("service.sock");
        List<String> words = new ArrayList<>(List.of("python3", "-c", activate, socket.toString()));
        words.addAll(runtime().words("run", "--bundle", bundle().folder().toString(), ID));
        Path said = place.resolve("said");
        Process run =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        Await.until("the socket", DEADLINE, () -> Files.exists(socket) || !run.isAlive());
        try (SocketChannel peer = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer answer = ByteBuffer.allocate(100);
            peer.read(answer);
            assertThat(new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8))
                    .as(Files.readString(said))
                    .isEqualTo("1 1 1");
        }
        assertThat(run.waitFor()).as(Files.readString(said)).isZero();
    }

    @Test
    void schedulesTheProcess() throws IOException {
        if (lacks().contains("scheduler")) {
            return;
        }
        String process =
                """
                "scheduler": {"policy": "SCHED_BATCH", "nice": 5},
                "ioPriority": {"class": "IOPRIO_CLASS_IDLE", "priority": 0},
                """;
        String linux =
                """
                "personality": {"domain": "LINUX32"},
                "memoryPolicy": {"mode": "MPOL_BIND", "nodes": "0"},
                """;
        assertThat(
                        printed(
                                process,
                                "",
                                linux,
                                "cut -d ' ' -f 19,41 /proc/self/stat; ionice -p $$; uname -m;"
                                        + " grep -o -m 1 bind:0 /proc/self/numa_maps"))
                .startsWith("5 3\nidle")
                .contains("\ni686\n");
    }

    @Test
    void placesFurtherProcessesOnProcessors() throws IOException {
        if (lacks().contains("scheduler")) {
            return;
        }
        bundle().runs("sleep", "100");
        succeeded(create());
        succeeded(runtime().call("start", ID));
        Path process =
                Files.writeString(
                        place.resolve("process.json"),
                        """
                        {"args": ["grep", "Cpus_allowed_list", "/proc/self/status"], "cwd": "/",
                         "env": ["PATH=/bin"], "execCPUAffinity": {"initial": "0", "final": "0"}}
                        """);
        Result exec = runtime().call("exec", "--process", process.toString(), ID);
        assertThat(exec.output()).isEqualTo("Cpus_allowed_list:\t0\n");
    }

    @Test
    void movesTheClocksOfATimeNamespace() throws IOException {
        if (lacks().contains("time")) {
            return;
        }
        String linux = "\"timeOffsets\": {\"boottime\": {\"secs\": 500000000}},";
        bundle().with("", "", linux, List.of("sh", "-c", "cut -d . -f 1 /proc/uptime"));
        bundle().change("{\"type\": \"mount\"}", "{\"type\": \"mount\"}, {\"type\": \"time\"}");
        Result run = runtime().call("run", "--bundle", bundle().folder().toString(), ID);
        succeeded(run);
        assertThat(Long.parseLong(run.output().strip())).isGreaterThan(500_000_000L);
    }

    @Test
    void allowsTheDevicesItIsToldTo() throws IOException {
        String linux =
                """
                "devices": [{"path": "/dev/log2", "type": "c", "major": 1, "minor": 11},
                            {"path": "/dev/one", "type": "c", "major": 1, "minor": 3}],
                """;
        bundle().with(
                        "",
                        "",
                        linux,
                        List.of("sh", "-c", "echo > /dev/one && echo ok; head -c 1 /dev/log2"));
        bundle().change(
                        "\"resources\": {",
                        "\"resources\": {\"devices\": [{\"allow\": false, \"access\": \"rwm\"}],");
        Result run = runtime().call("run", "--bundle", bundle().folder().toString(), ID);
        assertThat(run.output()).isEqualTo("ok\n");
        assertThat(run.error()).contains("Operation not permitted");
    }

    @Test
    void hidesAndProtectsPaths() throws IOException {
        Result run =
                run(
                        "",
                        "",
                        "",
                        "head -c 1 /proc/timer_list | wc -c; echo 1 > /proc/sys/vm/swappiness");
        assertThat(run.output()).isEqualTo("0\n");
        assertThat(run.error()).contains("Read-only file system");
    }

    @Test
    void setsTheDomainName() throws IOException {
        if (lacks().contains("domainname")) {
            return;
        }
        assertThat(printed("", "\"domainname\": \"nis\",", "", "cat /proc/sys/kernel/domainname"))
                .isEqualTo("nis\n");
    }

    /// A device with an address in a network namespace of the test's own, which the runtime is
    /// called in.
    @Test
    void movesNetworkDevices() throws IOException {
        if (lacks().contains("netDevices")) {
            return;
        }
        bundle().with(
                        "",
                        "",
                        "\"netDevices\": {\"oci0\": {\"name\": \"inside0\"}},",
                        List.of(
                                "sh",
                                "-c",
                                "ip -o address show dev inside0; ip link show inside0"));
        String prepare =
                "ip link add oci0 type veth peer name oci1 && ip address add 203.0.113.9/24 dev oci0"
                        + " && ip link set oci0 mtu 1234 && exec \"$@\"";
        List<String> words =
                new ArrayList<>(List.of("unshare", "--net", "sh", "-c", prepare, "sh"));
        words.addAll(runtime().words("run", "--bundle", bundle().folder().toString(), ID));
        Result run = Programs.run(DEADLINE, Path.of("/dev/null"), words);
        assertThat(run.output()).as(run.toString()).contains("203.0.113.9/24", "mtu 1234", "UP");
        bundle().change("oci0", "nodevice0");
        Result none = runtime().call("run", "--bundle", bundle().folder().toString(), ID);
        assertThat(none.error()).contains("nodevice0");
        assertThat(runtime().call("list", "--quiet").output()).isEmpty();
    }

    /// Where it is not, resctrl cannot be had.
    @Test
    void refusesSharesOfCachesWithTheReason() throws IOException {
        if (lacks().contains("intelRdt")) {
            return;
        }
        Result run = run("", "", "\"intelRdt\": {\"closID\": \"one\"},", "true");
        assertThat(run.status()).isNotZero();
        assertThat(run.error().toLowerCase(Locale.ROOT)).containsPattern("rdt|resctrl|cache");
    }
}
