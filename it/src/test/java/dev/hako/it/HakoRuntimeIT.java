package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract, and more, against `hako-runtime`.
@NeedsRoot
@NeedsProgram("busybox")
class HakoRuntimeIT extends OciLinuxContract {
    private static final String ID = "box";

    @Override
    OciRuntime runtime(Path home) {
        return OciRuntime.hako(home);
    }

    @Test
    void keepsDescriptorsThatAreToBePreserved() throws IOException {
        bundle().runs("sh", "-c", "echo kept >&3; echo too >&4; ls /proc/self/fd | wc -l");
        Path three = place.resolve("three");
        Path four = place.resolve("four");
        var shell =
                new OciRuntime(
                        List.of(
                                "sh",
                                "-c",
                                "exec \"$@\" 3>%s 4>%s".formatted(three, four),
                                "sh",
                                System.getProperty("hako.dist") + "/bin/hako-runtime"),
                        java.util.Map.of("HAKO_RUN", place.resolve("no-engine").toString()),
                        place.resolve("home"));
        Result run =
                shell.call(
                        "run", "--preserve-fds", "2", "--bundle", bundle().folder().toString(), ID);
        succeeded(run);
        assertThat(three).hasContent("kept");
        assertThat(four).hasContent("too");
        assertThat(run.output().strip()).isEqualTo("6"); // and the descriptor of the folder itself
    }

    @Test
    void failsAStartWhosePoststartHookFails() throws IOException {
        bundle().with(
                        "",
                        "\"hooks\": {\"poststart\": [{\"path\": \"/bin/false\"}]},",
                        "sleep",
                        "100");
        succeeded(create());
        Result started = runtime().call("start", ID);
        assertThat(started.status()).isEqualTo(1);
        assertThat(started.error()).contains("poststart", "/bin/false", "status 1");
        runtime().awaitStatus(ID, "stopped");
    }

    @Test
    void startsOnceHoweverManyAsk() throws IOException {
        bundle().runs("sleep", "100");
        succeeded(create());
        List<OciRuntime.Call> calls =
                Stream.generate(() -> runtime().start("start", ID)).limit(8).toList();
        List<Integer> codes = calls.stream().map(call -> call.await().status()).sorted().toList();
        assertThat(codes).containsExactly(0, 1, 1, 1, 1, 1, 1, 1);
        assertThat(runtime().status(ID)).isEqualTo("running");
    }

    @Test
    void leavesNothingThatAForcedDeleteDoesNotCleanHoweverSoonACreateIsKilled()
            throws IOException, InterruptedException {
        bundle().runs("sleep", "100");
        for (int millis = 0; millis < 800; millis += 80) {
            OciRuntime.Call call =
                    runtime().start("create", "--bundle", bundle().folder().toString(), ID);
            call.process().waitFor(millis, java.util.concurrent.TimeUnit.MILLISECONDS);
            call.process().destroyForcibly().waitFor();
            succeeded(runtime().call("delete", "--force", ID));
            assertThat(runtime().call("list", "--quiet").output()).isEmpty();
        }
        succeeded(create());
    }

    @Test
    void writesErrorsWhereCallersLookForThem() throws IOException {
        Path log = place.resolve("log.json");
        Result state =
                runtime().call("--log", log.toString(), "--log-format", "json", "state", "nobody");
        assertThat(state.status()).isEqualTo(1);
        assertThat(Files.readString(log))
                .startsWith(
                        "{\"level\":\"error\",\"msg\":\"container \\\"nobody\\\" does not exist\"");
        assertThat(state.error()).isEqualTo("hako-runtime: container \"nobody\" does not exist\n");
    }

    @Test
    @NeedsProgram("python3")
    void sendsAPidfdToWhomItIsToldTo() throws IOException {
        bundle().runs("sleep", "100");
        Path socket = place.resolve("pidfd.sock");
        String receive =
                """
                import re, socket, sys
                with socket.socket(socket.AF_UNIX) as listener:
                    listener.bind(sys.argv[1])
                    listener.listen()
                    text, fds, _, _ = socket.recv_fds(listener.accept()[0], 100, 1)
                print(text.decode(), re.search(r'Pid:\\t(\\d+)', open(f'/proc/self/fdinfo/{fds[0]}').read())[1])
                """;
        Process receiver = new ProcessBuilder("python3", "-c", receive, socket.toString()).start();
        dev.hako.testing.Await.until(
                "the socket",
                java.time.Duration.ofSeconds(20),
                () -> java.nio.file.Files.exists(socket));
        succeeded(create("--pidfd-socket", socket.toString()));
        assertThat(receiver.inputReader().readLine()).isEqualTo("pidfd " + runtime().pid(ID));
    }

    @Test
    void runsFurtherProcessesInSubgroups() throws IOException {
        Path group = Path.of("/sys/fs/cgroup/pids", bundle().group(), "sub");
        bundle().runs("sleep", "100");
        succeeded(create());
        assertThat(runtime().call("exec", "--cgroup", "../x", ID, "true").error())
                .contains("leads out");
        if (Files.exists(Path.of("/sys/fs/cgroup/pids"))) {
            Files.createDirectory(group);
            Result exec =
                    runtime().call("exec", "--cgroup", "pids:/sub", ID, "cat", "/proc/self/cgroup");
            assertThat(exec.output()).contains(":pids:/" + bundle().group() + "/sub\n");
            Files.delete(group);
        }
    }

    @Test
    void runsFurtherProcessesOfAPausedContainerOnceItIsResumed() throws IOException {
        bundle().runs("sleep", "100");
        succeeded(create());
        succeeded(runtime().call("start", ID));
        succeeded(runtime().call("pause", ID));
        assertThat(runtime().call("exec", ID, "true").error()).contains("it is paused");
        OciRuntime.Call exec = runtime().start("exec", "--ignore-paused", ID, "hostname");
        assertThat(exec.process().isAlive()).isTrue();
        succeeded(runtime().call("resume", ID));
        Result result = exec.await();
        succeeded(result);
        assertThat(result.output()).isEqualTo("boxed\n");
    }

    @Test
    void refusesWhatItWillHaveLater() throws IOException {
        bundle().runs("true");
        assertThat(runtime().call("checkpoint", "--image-path", "/x", ID).error())
                .contains("there is no checkpoint yet");
        Path program = Path.of(System.getProperty("hako.dist"), "bin/hako-runtime");
        Path other = Files.createSymbolicLink(place.resolve("hako-runtime-unikernel"), program);
        var named =
                new OciRuntime(
                        List.of(other.toString()),
                        java.util.Map.of("HAKO_RUN", place.resolve("no-engine").toString()),
                        place.resolve("home"));
        Result created = named.call("create", "--bundle", bundle().folder().toString(), ID);
        assertThat(created.error())
                .contains("there is no isolation \"unikernel\"; hint: choose one of [namespace]");
        assertThat(named.call("list", "--quiet").output()).isEmpty();
    }

    @Test
    void freezesAndThaws() throws IOException {
        bundle().runs("sleep", "100");
        succeeded(create());
        succeeded(runtime().call("start", ID));
        succeeded(runtime().call("pause", ID));
        assertThat(runtime().status(ID)).isEqualTo("paused");
        succeeded(runtime().call("resume", ID));
        assertThat(runtime().status(ID)).isEqualTo("running");
        assertThat(runtime().call("ps", "--format", "json", ID).output())
                .isEqualTo("[" + runtime().pid(ID) + "]\n");
    }

    /// What stands behind the memory of a short name is no isolation that somebody has chosen.
    @Test
    void choosesNoIsolationByAnotherName() throws IOException {
        Path program = Path.of(System.getProperty("hako.dist"), "bin/hako-runtime");
        Path other = Files.createSymbolicLink(place.resolve("x"), program);
        OciRuntime renamed =
                new OciRuntime(
                        List.of(other.toString()), java.util.Map.of(), place.resolve("home"));
        for (String id : List.of("a-b", "aa-b", "aaa-b", "aaaa-b", "aaaaa-b")) {
            assertThat(renamed.call("state", id).error()).contains("does not exist");
        }
    }

    /// As `unshare --map-root-user` makes it: without setgroups(2).
    @Test
    void joinsAUserNamespaceThatForbidsSupplementaryGroups() throws IOException {
        Process holder =
                new ProcessBuilder(
                                "unshare",
                                "--user",
                                "--map-root-user",
                                "sh",
                                "-c",
                                "cat /proc/self/setgroups; exec sleep 100")
                        .start();
        try {
            assertThat(holder.inputReader().readLine()).isEqualTo("deny");
            bundle().runs("sleep", "100");
            bundle().change(
                            "{\"type\": \"mount\"}",
                            "{\"type\": \"mount\"}, {\"type\": \"user\", \"path\": \"/proc/%d/ns/user\"}"
                                    .formatted(holder.pid()));
            List<String> groups = List.of("setpriv", "--groups", "24");
            Result created =
                    wrapped(groups, "create", "--bundle", bundle().folder().toString(), ID);
            succeeded(created);
            succeeded(runtime().call("start", ID));
            Path status = Path.of("/proc", Integer.toString(runtime().pid(ID)), "status");
            assertThat(Files.readString(status)).contains("\nGroups:\t \n");
            String script = "readlink /proc/self/ns/user; grep Groups: /proc/self/status";
            Result exec = wrapped(groups, "exec", ID, "sh", "-c", script);
            Path joined = Path.of("/proc", Long.toString(holder.pid()), "ns/user");
            assertThat(exec.output())
                    .as(exec.toString())
                    .isEqualTo(Files.readSymbolicLink(joined) + "\nGroups:\t \n");
            Result asked = runtime().call("exec", "--additional-gids", "24", ID, "true");
            assertThat(asked.error()).contains("become user");
        } finally {
            holder.destroyForcibly();
        }
    }

    private Result wrapped(List<String> before, String... arguments) {
        return new OciRuntime(
                        Stream.concat(
                                        before.stream(),
                                        Stream.of(
                                                System.getProperty("hako.dist")
                                                        + "/bin/hako-runtime"))
                                .toList(),
                        java.util.Map.of("HAKO_RUN", place.resolve("no-engine").toString()),
                        place.resolve("home"))
                .call(arguments);
    }

    @Test
    void handsOnNoSocketsThatAreSomebodyElsesOrNotThere() throws IOException {
        bundle().runs("sh", "-c", "echo ${LISTEN_FDS-none}; test -e /proc/self/fd/3");
        String[] run = {"run", "--bundle", bundle().folder().toString(), ID};
        List<String> inherited =
                List.of("sh", "-c", "LISTEN_FDS=1 LISTEN_PID=1 exec \"$@\" 3< /dev/null", "sh");
        Result others = wrapped(inherited, run);
        assertThat(others).isEqualTo(new Result(1, "none\n", ""));
        for (String count : List.of("9", "81", "-1", "x")) {
            String claim = "LISTEN_FDS=" + count + " LISTEN_PID=$$ exec \"$@\" 3< /dev/null";
            Result missing = wrapped(List.of("sh", "-c", claim, "sh"), run);
            assertThat(missing.error())
                    .contains("cannot create container \"box\": LISTEN_FDS is \"" + count + "\"");
        }
        assertThat(runtime().call("list", "--quiet").output()).isEmpty();
    }

    @Test
    void compilesInAWarmEngineIfThereIsOne() throws IOException {
        try (Hako hako = Hako.ofThisUser()) {
            succeeded(hako.run("ps"));
            bundle().runs("grep", "core file", "/proc/self/limits");
            var warm =
                    new OciRuntime(
                            List.of(
                                    "sh",
                                    "-c",
                                    "ulimit -S -c 7; exec \"$@\"",
                                    "sh",
                                    hako.program().resolveSibling("hako-runtime").toString()),
                            java.util.Map.of(
                                    "HAKO_RUN", hako.runDirectory().toString(), "JAVA_HOME", "/"),
                            place.resolve("home"));
            Result run = warm.call("run", "--bundle", bundle().folder().toString(), ID);
            succeeded(run);
            // Limits that nobody names are the caller's, and not the engine's.
            assertThat(run.output()).containsPattern("core file size +" + 7 * 512 + " ");
        }
    }
}
