package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Pods: containers that share namespaces, which no process holds.
@NeedsRoot
class PodIT {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final int UID = 64_025;
    private static final int ROUNDS = 8;
    private static final String LINKS =
            "readlink /proc/self/ns/net /proc/self/ns/ipc /proc/self/ns/uts";

    private static final Hako HAKO = Hako.ofThisUser();

    private Hako hako = HAKO;

    @AfterEach
    void leaveNoContainers() {
        hako.empty();
        if (hako != HAKO) {
            hako.close();
        }
    }

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    private String inPod(String pod, String script) {
        return hako.answer("run", "--rm", "--pod", pod, "host", "sh", "-c", script);
    }

    private void member(String pod, String name) {
        hako.answer("run", "-d", "--pod", pod, "--name", name, "host", "sleep", "600");
    }

    @Test
    void isCreatedListedAndInspected() {
        String id =
                hako.answer(
                        "pod",
                        "create",
                        "--name",
                        "shop",
                        "-l",
                        "tier=web",
                        "--add-host",
                        "db:10.0.0.7");

        assertThat(id).matches("[0-9a-f]{64}");
        assertThat(hako.answer("pod", "ls")).contains(id.substring(0, 12), "shop", "Created");
        assertThat(hako.answer("pod", "ls", "-q", "--no-trunc", "--filter", "label=tier=web"))
                .isEqualTo(id);
        assertThat(hako.answer("pod", "ls", "-q", "--filter", "name=other")).isEmpty();
        assertThat(
                        hako.answer(
                                "pod",
                                "inspect",
                                "-f",
                                "{{.Name}} {{.State}} {{.SharedNamespaces}} {{.NumContainers}}",
                                "shop"))
                .isEqualTo("shop Created [net ipc uts] 0");
        assertThat(hako.answer("pod", "rm", "shop")).isEqualTo(id);
        assertThat(hako.answer("pod", "ls", "-q")).isEmpty();
    }

    @Test
    void hasANameOfItsOwnOnly() {
        hako.answer("pod", "create", "shop");
        Result second = hako.run("pod", "create", "--name", "shop");

        assertThat(second.status()).isEqualTo(125);
        assertThat(second.error())
                .startsWith("hako: cannot create pod: the name \"shop\" is in use by pod ")
                .contains("hint: remove it with `hako pod rm shop`");
    }

    @Test
    void sharesNameNetworkAndMemory() {
        hako.answer(
                "pod",
                "create",
                "--name",
                "shop",
                "--hostname",
                "till",
                "--add-host",
                "db:10.0.0.7");
        String links = inPod("shop", LINKS + "; echo apples > /dev/shm/basket");

        assertThat(inPod("shop", LINKS)).isEqualTo(links);
        assertThat(inPod("shop", "hostname; cat /etc/hostname /dev/shm/basket"))
                .isEqualTo("till\ntill\napples");
        assertThat(inPod("shop", "cat /etc/hosts")).contains("10.0.0.7\tdb", "127.0.1.1\ttill");
        assertThat(inPod("shop", "cat /sys/class/net/lo/flags")).isEqualTo("0x9");
        assertThat(hako.answer("run", "--rm", "host", "sh", "-c", LINKS)).isNotEqualTo(links);
    }

    @Test
    void sharesOnlyWhatIsAsked() {
        hako.answer("pod", "create", "--name", "talk", "--share", "net");
        member("talk", "first");
        List<String> one = hako.answer("exec", "first", "sh", "-c", LINKS).lines().toList();
        List<String> other = inPod("talk", LINKS).lines().toList();

        assertThat(one.getFirst()).isEqualTo(other.getFirst());
        assertThat(one.subList(1, 3)).doesNotContainAnyElementsOf(other.subList(1, 3));
    }

    @Test
    void setsKernelParametersOfWhatIsShared() {
        hako.answer("pod", "create", "--name", "low", "--sysctl", "net.ipv4.ip_default_ttl=33");

        assertThat(inPod("low", "cat /proc/sys/net/ipv4/ip_default_ttl")).isEqualTo("33");
        assertThat(hako.run("pod", "create", "--sysctl", "kernel.panic=1").error())
                .contains("it is not of a namespace");
        assertThat(hako.run("pod", "create", "--sysctl", "net.nonsense=1").error())
                .contains("set the kernel parameter \"net.nonsense\"");
        assertThat(hako.answer("pod", "ls", "-q").lines()).hasSize(1);
    }

    @Test
    void isHeldByNoProcess() {
        hako.answer("pod", "create", "--name", "shop");
        String network = inPod("shop", "readlink /proc/self/ns/net");

        assertThat(new Traces(hako).all())
                .filteredOn(trace -> trace.startsWith("mount "))
                .hasSize(4)
                .anyMatch(mount -> mount.contains(network));
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process -> network.equals(networkOf(process)));
    }

    private static String networkOf(ProcessHandle process) {
        try {
            Path link = Path.of("/proc", String.valueOf(process.pid()), "ns/net");
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return ""; // it has ended meanwhile
        }
    }

    @Test
    void sharesProcessesUnderAFirstOneThatReaps() {
        hako.answer("pod", "create", "--name", "lab", "--share", "+pid");
        member("lab", "one");
        hako.answer(
                "run", "-d", "--pod", "lab", "--name", "two", "host", "sh", "-c", "(sleep 0.1 &)");

        assertThat(hako.answer("wait", "two")).isEqualTo("0");
        assertThat(inPod("lab", "cat /proc/1/comm; cat /proc/*/comm | grep -c sleep"))
                .isEqualTo("hako-init\n1");
        hako.answer("pod", "stop", "-t", "0", "lab");
        assertThat(hako.answer("ps", "-q")).isEmpty();
        assertThat(inPod("lab", "cat /proc/1/comm")).isEqualTo("hako-init");
    }

    @Test
    void stopsItsContainersAtOnceAndStartsThemAgain() {
        hako.answer("pod", "create", "--name", "shop");
        for (String name : List.of("one", "two", "three")) {
            String deaf = "trap '' TERM; while :; do sleep 0.1; done";
            hako.answer("run", "-d", "--pod", "shop", "--name", name, "host", "sh", "-c", deaf);
        }
        assertThat(hako.answer("pod", "ls", "--format", "{{.Status}} {{.NumberOfContainers}}"))
                .isEqualTo("Running 3");
        long before = System.nanoTime();
        hako.answer("pod", "stop", "--time", "2", "shop");

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(6));
        assertThat(hako.answer("pod", "ls", "--format", "{{.Status}}")).isEqualTo("Exited");
        hako.answer("pod", "start", "shop");
        assertThat(hako.answer("ps", "-q").lines()).hasSize(3);
        hako.answer("stop", "-t", "0", "one");
        assertThat(hako.answer("pod", "ls", "--format", "{{.Status}}")).isEqualTo("Degraded");
    }

    @Test
    void isNotRemovedWhileAContainerRunsUnlessForced() {
        Traces traces = new Traces(hako);
        hako.answer("pod", "create", "--name", "shop");
        member("shop", "web");
        hako.answer("create", "--pod", "shop", "--name", "later", "host", "true");
        traces.note();
        Result refused = hako.run("pod", "rm", "shop");

        assertThat(refused.status()).isEqualTo(125);
        assertThat(refused.error())
                .isEqualTo(
                        "hako: cannot remove pod \"shop\": container \"web\" is running; hint: stop it"
                                + " first with `hako pod stop`, or force its removal with `-f`\n");
        assertThat(hako.answer("pod", "rm", "-f", "shop")).matches("[0-9a-f]{64}");
        assertThat(hako.answer("ps", "-aq")).isEmpty();
        assertThat(traces.all()).isEmpty();
    }

    @Test
    void isNamedByItsContainers() {
        String id = hako.answer("pod", "create", "--name", "shop");
        member("shop", "web");
        hako.answer("create", "--name", "alone", "host", "true");

        assertThat(hako.answer("inspect", "-f", "{{.Pod}} {{.PodName}}", "web"))
                .isEqualTo(id + " shop");
        assertThat(hako.answer("ps", "-a", "--filter", "pod=shop", "--format", "{{.Names}}"))
                .isEqualTo("web");
        assertThat(hako.answer("ps", "--pod")).contains("POD ID", "PODNAME", "shop");
        assertThat(hako.answer("pod", "inspect", "-f", "{{range .Containers}}{{.Name}}{{end}}", id))
                .isEqualTo("web");
    }

    @Test
    void decidesWhatItsContainersShare() {
        hako.answer("pod", "create", "--name", "shop");

        for (List<String> option :
                List.of(
                        List.of("--network", "host"),
                        List.of("--ipc", "host"),
                        List.of("--uts", "host"),
                        List.of("--hostname", "other"))) {
            Result refused =
                    hako.run("run", "--pod", "shop", option.get(0), option.get(1), "host", "true");
            assertThat(refused.status()).isEqualTo(125);
            assertThat(refused.error())
                    .contains("conflicting options: --pod and " + option.getFirst());
        }
        assertThat(hako.run("run", "--pod", "none", "host", "true").error())
                .isEqualTo("hako: no such pod \"none\"; hint: `hako pod ls` lists them\n");
    }

    @Test
    void groupsItsContainersLimits() {
        String pod = hako.answer("pod", "create", "--name", "shop");
        String web = hako.answer("run", "-d", "-m", "64m", "--pod", "shop", "host", "sleep", "600");
        Path group = Path.of("/sys/fs/cgroup/memory/hako", pod, web);
        Path unified = Path.of("/sys/fs/cgroup/hako", pod, web);

        assertThat(Files.isDirectory(group) || Files.isDirectory(unified)).isTrue();
        hako.answer("rm", "-f", web);
        assertThat(group).doesNotExist();
    }

    @Test
    void outlivesItsEngine() {
        hako.answer("pod", "create", "--name", "shop", "--share", "+pid");
        String links = inPod("shop", LINKS + "; readlink /proc/self/ns/pid");
        hako.crashEngine();

        assertThat(inPod("shop", LINKS + "; readlink /proc/self/ns/pid")).isEqualTo(links);
        assertThat(hako.answer("pod", "ls", "--format", "{{.Name}}")).isEqualTo("shop");
    }

    @Test
    void leavesNothingWhereverItsEngineIsKilled() throws Exception {
        Traces traces = new Traces(hako);
        Random random = new Random(ROUNDS);
        hako.answer("pod", "create", "--name", "first", "--share", "+pid");
        for (int round = 0; round < ROUNDS; round++) {
            String name = "pod" + round;
            kill(traces, random, "pod", "create", "--name", name, "--share", "+pid");
            kill(traces, random, "pod", "rm", "-f", name);
        }
        for (String pod : hako.answer("pod", "ls", "-q").lines().toList()) {
            hako.answer("pod", "rm", "-f", pod);
        }
        Await.until("nothing is left", DEADLINE, () -> traces.all().isEmpty());
    }

    /// Kills the engine at some moment while it does this.
    private void kill(Traces traces, Random random, String... command) throws Exception {
        hako.run("pod", "ls");
        Process running = hako.start(command);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(80)));
        traces.note();
        hako.crashEngine();
        assertThat(running.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @NeedsProgram("setpriv")
    void worksForAnOrdinaryUser() {
        hako = Hako.ofUser(UID);
        hako.answer("pod", "create", "--name", "shop", "--share", "+pid");
        String links = inPod("shop", LINKS);
        assertThat(inPod("shop", LINKS + "; hostname")).isEqualTo(links + "\nshop");
        hako.crashEngine();
        assertThat(inPod("shop", LINKS)).as("held by the pod's first process").isEqualTo(links);
        member("shop", "web");
        hako.crashEngine();

        assertThat(inPod("shop", LINKS)).isEqualTo(links);
        hako.answer("pod", "stop", "-t", "0", "shop");
        hako.crashEngine();
        assertThat(inPod("shop", "hostname; cat /sys/class/net/lo/flags")).isEqualTo("shop\n0x9");
        assertThat(hako.answer("pod", "rm", "-f", "shop")).matches("[0-9a-f]{64}");
    }
}
