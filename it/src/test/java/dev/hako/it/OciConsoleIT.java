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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Terminals that are sent to whoever listens at `--console-socket` (runc's docs/terminals.md).
@NeedsRoot
@NeedsProgram({"busybox", "python3"})
class OciConsoleIT {
    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /// Listens, calls, takes the terminal, and types a line if there is one; then starts the
    /// container if there is one to be started, and prints what comes.
    private static final String TAKER =
            """
            import os, socket, subprocess, sys
            path, typed, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
            call, start = sys.argv[4:4 + count], sys.argv[4 + count:]
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(path)
            listener.listen(1)
            listener.settimeout(50)
            calling = subprocess.Popen(call)
            connection = listener.accept()[0]
            name, fds, flags, peer = socket.recv_fds(connection, 4096, 2)
            print("descriptors", len(fds), "name", len(name) > 0)
            print("called", calling.wait())
            if start:
                print("started", subprocess.run(start).returncode)
            if typed:
                os.write(fds[0], typed.encode() + b"\\n")
            text = b""
            try:
                while part := os.read(fds[0], 4096):
                    text += part
            except OSError:
                pass
            print(text.decode().replace("\\r", ""), end="")
            """;

    @TempDir Path place;

    private OciBundle bundle = new OciBundle(Path.of("/"));
    private OciRuntime runtime = OciRuntime.runc(Path.of("/"));

    private OciRuntime runtime(String name) {
        Path home = place.resolve("home");
        return switch (name) {
            case "hako" -> OciRuntime.hako(home);
            case "crun" -> OciRuntime.crun(home);
            default -> OciRuntime.runc(home);
        };
    }

    @BeforeEach
    void makeBundle() throws IOException {
        bundle = OciBundle.make(place.resolve("bundle"));
        Files.createDirectory(place.resolve("home"));
    }

    @AfterEach
    void removeContainer() {
        runtime.call("delete", "--force", "box");
    }

    private String take(String typed, List<String> call, List<String> start) {
        List<String> words = new ArrayList<>(List.of("python3", "-c", TAKER));
        words.addAll(List.of(place.resolve("socket").toString(), typed));
        words.add(String.valueOf(call.size()));
        words.addAll(call);
        words.addAll(start);
        Result result = Programs.run(DEADLINE, Path.of("/dev/null"), words);
        assertThat(result.status()).as(result.error()).isZero();
        return result.output();
    }

    private List<String> create() {
        String folder = bundle.folder().toString();
        String socket = place.resolve("socket").toString();
        return runtime.words("create", "--bundle", folder, "--console-socket", socket, "box");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hako", "crun", "runc"})
    @NeedsProgram({"crun", "runc"})
    void sendsTheTerminalOfAContainer(String name) throws IOException {
        runtime = runtime(name);
        String terminal = "\"terminal\": true, \"consoleSize\": {\"height\": 31, \"width\": 97},";
        bundle.with(terminal, "", "sh", "-c", "tty; stty size; read word; echo got $word");
        assertThat(take("word", create(), runtime.words("start", "box")))
                .startsWith("descriptors 1 name True\ncalled 0\nstarted 0\n")
                .contains("/dev/pts/0\n", "31 97\n", "got word\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hako", "crun", "runc"})
    @NeedsProgram({"crun", "runc"})
    void sendsTheTerminalOfAFurtherProcess(String name) throws IOException {
        runtime = runtime(name);
        bundle.runs("sleep", "1000");
        String folder = bundle.folder().toString();
        assertThat(runtime.call("create", "--bundle", folder, "box").status()).isZero();
        assertThat(runtime.call("start", "box").status()).isZero();
        List<String> exec =
                runtime.words(
                        "exec",
                        "--tty",
                        "--detach",
                        "--console-socket",
                        place.resolve("socket").toString(),
                        "box",
                        "sh",
                        "-c",
                        "tty; read word; echo got $word");
        assertThat(take("more", exec, List.of()))
                .startsWith("descriptors 1 name True\ncalled 0\n")
                .contains("/dev/pts/0\n", "got more\n");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        runtime = OciRuntime.hako(place.resolve("home"));
        bundle.with("\"terminal\": true,", "", "true");
        Result result = Programs.run(DEADLINE, Path.of("/dev/null"), create());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.error())
                .startsWith("hako-runtime: cannot create container \"box\": connect to the console")
                .contains("socket\": ENOENT (no such file or directory)");
        assertThat(runtime.call("list", "--quiet").output()).isEmpty();
    }
}
