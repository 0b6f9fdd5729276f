package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The programs of a Debian system, whoever runs them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DebianContract {
    static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Hako hako;
    private final List<String> asUser;
    private String image = "";

    /// @param hako the instance to use; it is closed by this class
    /// @param asUser words that make the next program run as the instance's user; none: as root
    DebianContract(Hako hako, List<String> asUser) {
        this.hako = hako;
        this.asUser = asUser;
    }

    @BeforeAll
    void unpack() throws IOException {
        Path tree = Files.createDirectory(hako.place().resolve("debian"));
        Path place = hako.place();
        Files.setAttribute(tree, "unix:uid", Files.getAttribute(place, "unix:uid"));
        DebianTree.unpack(tree, asUser);
        image = "rootfs:" + tree;
    }

    @AfterAll
    void leaveNothing() {
        hako.close();
    }

    Hako hako() {
        return hako;
    }

    /// Runs a shell's script in a new container.
    Result shell(String script, String... options) {
        return run(Stream.of(options), "bash", "-c", script);
    }

    private Result run(Stream<String> options, String... command) {
        var words =
                Stream.of(Stream.of("run", "--rm"), options, Stream.of(image), Stream.of(command))
                        .flatMap(part -> part);
        return hako.run(words.toArray(String[]::new));
    }

    private void detached(String name, String... command) {
        var words =
                Stream.concat(
                        Stream.of("run", "--detach", "--name", name, image), Stream.of(command));
        hako.answer(words.toArray(String[]::new));
    }

    private void awaitLog(String container, String text) {
        Await.until(
                "\"" + text + "\" in the log",
                DEADLINE,
                () -> hako.run("logs", container).output().contains(text));
    }

    @Test
    void runsAPythonScript() {
        String script =
                """
                import os, subprocess, sys, threading
                done = []
                threads = [threading.Thread(target=done.append, args=(i,)) for i in range(20)]
                [t.start() for t in threads]; [t.join() for t in threads]
                shown = subprocess.run(['sh', '-c', 'echo child'], capture_output=True, text=True)
                print(os.getpid(), sum(done), shown.stdout.strip())
                print('to the other stream', file=sys.stderr)
                sys.exit(42)
                """;
        assertThat(hako.runWithInput(script, "run", "--rm", "-i", image, "python3", "-"))
                .isEqualTo(new Result(42, "1 190 child\n", "to the other stream\n"));
    }

    @Test
    void runsAPipelineWhosePartsHaveTheirOwnExitCodes() {
        assertThat(shell("seq 100 | grep 7 | sort -rn | head -2; exit 3 | cat | exit 4"))
                .isEqualTo(new Result(4, "97\n87\n", ""));
        assertThat(shell("exit 3 | exit 4 | cat; echo ${PIPESTATUS[*]}"))
                .isEqualTo(Result.printed("3 4 0\n"));
    }

    @Test
    void servesAndQueriesRedis() {
        detached("redis", "redis-server", "--save", "", "--dir", "/tmp");
        awaitLog("redis", "Ready to accept connections");
        assertThat(hako.answer("exec", "redis", "redis-cli", "SET", "greeting", "hello"))
                .isEqualTo("OK");
        assertThat(hako.answer("exec", "redis", "redis-cli", "GET", "greeting")).isEqualTo("hello");
        String input = "INCR counter\n".repeat(1000);
        String replies =
                IntStream.rangeClosed(1, 1000)
                        .mapToObj(i -> i + "\n")
                        .collect(Collectors.joining());
        assertThat(hako.runWithInput(input, "exec", "-i", "redis", "redis-cli"))
                .isEqualTo(Result.printed(replies));
        hako.answer("stop", "redis");
        assertThat(hako.answer("wait", "redis")).isEqualTo("0");
        assertThat(hako.answer("logs", "--tail", "1", "redis")).contains("bye bye");
    }

    @Test
    void runsAJavaProgram() throws IOException {
        Result version = run(Stream.of(), "java", "-version");
        assertThat(version.status()).isZero();
        assertThat(version.error()).contains("openjdk version \"17");
        assertThat(maxMemoryMegabytes()).isPositive();
    }

    /// What a JVM believes that it may use for its heap.
    long maxMemoryMegabytes(String... options) throws IOException {
        Path classes = hako.place().resolve("classes");
        if (Files.notExists(classes)) {
            compile(Files.createDirectory(classes));
        }
        var volume = Stream.of("-v", classes + ":/classes");
        Result result =
                run(Stream.concat(volume, Stream.of(options)), "java", "-cp", "/classes", "Memory");
        assertThat(result).isEqualTo(Result.printed(result.output()));
        return Long.parseLong(result.output().strip());
    }

    private static void compile(Path classes) throws IOException {
        Path source = classes.resolve("Memory.java");
        Files.writeString(
                source,
                """
                public class Memory {
                    public static void main(String[] arguments) {
                        System.out.println(Runtime.getRuntime().maxMemory() >> 20);
                    }
                }
                """);
        int status =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "17", source.toString());
        assertThat(status).isZero();
    }

    @Test
    void limitsResourcesOfAProcess() {
        assertThat(shell("ulimit -Sn; ulimit -Hn", "--ulimit", "nofile=123:456"))
                .isEqualTo(Result.printed("123\n456\n"));
    }

    @Test
    void tellsEveryKindOfEnd() {
        assertThat(shell("exit 0")).isEqualTo(Result.exited(0));
        assertThat(shell("exit 42")).isEqualTo(Result.exited(42));
        assertThat(shell("python3 -c 'import os; os.abort()'; exit $?").status())
                .isEqualTo(128 + 6);
        assertThat(run(Stream.of(), "/etc/passwd").status()).isEqualTo(126);
        assertThat(run(Stream.of(), "no-such-program").status()).isEqualTo(127);
        assertThat(run(Stream.of("--user", "no-such-user"), "true").status()).isEqualTo(125);
    }

    @Test
    void tellsTheSignalThatEndedAContainer() {
        detached("killed", "sleep", "600");
        hako.answer("kill", "--signal", "KILL", "killed");
        assertThat(hako.answer("wait", "killed")).isEqualTo("137");
    }

    @Test
    void keepsLogsOfBothStreams() {
        detached("logger", "bash", "-c", "for i in 1 2 3; do echo out $i; echo err $i >&2; done");
        hako.answer("wait", "logger");
        assertThat(hako.run("logs", "logger"))
                .isEqualTo(new Result(0, "out 1\nout 2\nout 3\n", "err 1\nerr 2\nerr 3\n"));
        Result tail = hako.run("logs", "--tail", "2", "logger");
        assertThat(tail.output() + tail.error()).hasLineCount(2).contains("3\n");
        assertThat(hako.run("logs", "--since", Instant.now().plusSeconds(5).toString(), "logger"))
                .isEqualTo(Result.exited(0));
        assertThat(hako.run("logs", "--since", "1h", "logger").output()).hasLineCount(3);
    }

    @Test
    void followsALogToItsEnd() throws IOException {
        detached("talker", "bash", "-c", "echo first; read < <(sleep 600); echo never");
        Process follower = hako.start("logs", "--follow", "talker");
        byte[] first = follower.getInputStream().readNBytes(6);
        assertThat(new String(first, StandardCharsets.UTF_8)).isEqualTo("first\n");
        hako.answer("exec", "talker", "sh", "-c", "echo more > /proc/1/fd/1");
        byte[] more = follower.getInputStream().readNBytes(5);
        assertThat(new String(more, StandardCharsets.UTF_8)).isEqualTo("more\n");
        hako.answer("kill", "talker");
        Await.until("the follower's end", DEADLINE, () -> !follower.isAlive());
        assertThat(follower.exitValue()).isZero();
    }

    @Test
    void stopsGentlyAndThenByForce() {
        detached("polite", "bash", "-c", "trap 'exit 7' TERM; echo up; while :; do sleep .1; done");
        detached("stubborn", "bash", "-c", "trap '' TERM; echo up; while :; do sleep .1; done");
        awaitLog("polite", "up");
        awaitLog("stubborn", "up");
        hako.answer("stop", "--time", "1", "polite", "stubborn");
        assertThat(hako.answer("wait", "polite", "stubborn")).isEqualTo("7\n137");
    }

    @Test
    void keepsItsFilesWhenStartedAgain() {
        detached("twice", "bash", "-c", "echo line >> /root/file; wc -l < /root/file");
        hako.answer("wait", "twice");
        hako.answer("start", "twice");
        hako.answer("wait", "twice");
        assertThat(hako.answer("logs", "twice")).isEqualTo("1\n2");
    }

    @Test
    void executesWithUserEnvironmentAndDirectory() {
        detached("target", "sleep", "600");
        String script = "echo $WHO $PWD $(id -un); exit 9";
        assertThat(
                        hako.run(
                                "exec",
                                "-e",
                                "WHO=me",
                                "-w",
                                "/usr",
                                "-u",
                                execUser(),
                                "target",
                                "sh",
                                "-c",
                                script))
                .isEqualTo(new Result(9, "me /usr " + execUser() + "\n", ""));
    }

    /// A user that the instance can become inside.
    String execUser() {
        return "redis";
    }
}
