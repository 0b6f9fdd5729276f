package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the runtime specification (runtime.md) and callers of runc ask of a runtime.
abstract class OciRuntimeContract {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final String ID = "box";

    @TempDir Path place;

    private OciBundle bundle = new OciBundle(Path.of("/"));
    private OciRuntime runtime = OciRuntime.runc(Path.of("/"));

    abstract OciRuntime runtime(Path home);

    /// Whether it is known to take an id that runc refuses.
    boolean takesId(String id) {
        return false;
    }

    OciRuntime runtime() {
        return runtime;
    }

    OciBundle bundle() {
        return bundle;
    }

    @BeforeEach
    void makeBundle() throws IOException {
        bundle = OciBundle.make(Files.createDirectory(place.resolve("bundle")));
        runtime = runtime(Files.createDirectory(place.resolve("home")));
    }

    @AfterEach
    void deleteContainer() {
        runtime.call("delete", "--force", ID);
    }

    Result create(String... options) {
        List<String> words = new java.util.ArrayList<>(List.of("create", "--bundle"));
        words.add(bundle.folder().toString());
        words.addAll(List.of(options));
        words.add(ID);
        return runtime.call(words.toArray(String[]::new));
    }

    /// Of those in [#runsHooksInTheirOrder].
    String hooksOfCreate() {
        return "createRuntime";
    }

    static void succeeded(Result result) {
        assertThat(result.status()).as(result.toString()).isZero();
    }

    @Test
    void runsTheProgramOnlyWhenStarted() throws IOException {
        bundle.runs("sh", "-c", "echo ran > /ran; sleep 100");
        Path ran = bundle.folder().resolve("rootfs/ran");
        succeeded(create());
        assertThat(runtime.status(ID)).isEqualTo("created");
        assertThat(ran).doesNotExist();
        succeeded(runtime.call("start", ID));
        assertThat(runtime.status(ID)).isEqualTo("running");
        Await.until("the program's file", DEADLINE, () -> Files.exists(ran));
        succeeded(runtime.call("kill", ID, "KILL"));
        runtime.awaitStatus(ID, "stopped");
        succeeded(runtime.call("delete", ID));
        assertThat(runtime.call("state", ID).status()).isNotZero();
    }

    @Test
    void tellsTheState() throws IOException {
        bundle.runs("sleep", "100");
        succeeded(create());
        String state = runtime.call("state", ID).output();
        assertThat(state)
                .contains("\"ociVersion\"", "\"" + bundle.folder() + "\"")
                .contains("org.example.kind");
        assertThat(Path.of("/proc", String.valueOf(runtime.pid(ID)))).exists();
    }

    @Test
    void givesTheProgramItsCallersStreams() throws IOException {
        bundle.runs("sh", "-c", "echo to output; echo to error >&2");
        OciRuntime.Call create =
                runtime.start("create", "--bundle", bundle.folder().toString(), ID);
        succeeded(create.await());
        succeeded(runtime.call("start", ID));
        runtime.awaitStatus(ID, "stopped");
        assertThat(create.output()).hasContent("to output");
        assertThat(Files.readString(create.error())).contains("to error");
    }

    @Test
    void writesThePidFile() throws IOException {
        bundle.runs("sleep", "100");
        Path file = place.resolve("pid");
        succeeded(create("--pid-file", file.toString()));
        assertThat(file).hasContent(String.valueOf(runtime.pid(ID)));
    }

    @Test
    void runsAndExitsAsTheProgramDid() throws IOException {
        bundle.runs("sh", "-c", "hostname; exit 7");
        Result run = runtime.call("run", "--bundle", bundle.folder().toString(), ID);
        assertThat(run.output()).isEqualTo("boxed\n");
        assertThat(run.status()).isEqualTo(7);
        assertThat(runtime.call("state", ID).status()).isNotZero();
    }

    @Test
    void sendsSignals() throws IOException {
        bundle.runs("sh", "-c", "trap 'echo got > /got; exit' USR1; while :; do sleep 0.1; done");
        succeeded(create());
        succeeded(runtime.call("start", ID));
        Path got = bundle.folder().resolve("rootfs/got");
        Await.until(
                "the signal to arrive",
                DEADLINE,
                () -> {
                    runtime.call("kill", ID, "SIGUSR1");
                    return Files.exists(got);
                });
    }

    @Test
    void limitsTheContainer() throws IOException {
        bundle.runs("sh", "-c", "cat /proc/self/cgroup > /groups; sleep 100");
        succeeded(create());
        succeeded(runtime.call("start", ID));
        Path limit = Path.of("/sys/fs/cgroup/pids", bundle.group(), "pids.max");
        if (Files.exists(Path.of("/sys/fs/cgroup/pids"))) {
            assertThat(limit).hasContent("50");
        }
        succeeded(runtime.call("delete", "--force", ID));
        assertThat(limit).doesNotExist();
    }

    @Test
    void runsHooksInTheirOrder() throws IOException {
        Path log = place.resolve("hooks");
        StringBuilder hooks = new StringBuilder();
        for (String kind : List.of("createRuntime", "poststart", "poststop")) {
            hooks.append(
                    "\"%s\": [{\"path\": \"/bin/sh\", \"args\": [\"sh\", \"-c\", \"cat >/dev/null; echo %s >> %s\"]}],"
                            .formatted(kind, kind, log));
        }
        String all = hooks.substring(0, hooks.length() - 1);
        bundle.with("", "\"hooks\": {" + all + "},", "sleep", "100");
        succeeded(create());
        assertThat(log).hasContent(hooksOfCreate());
        succeeded(runtime.call("start", ID));
        assertThat(log).hasContent("createRuntime\npoststart");
        succeeded(runtime.call("delete", "--force", ID));
        assertThat(log).hasContent("createRuntime\npoststart\npoststop");
    }

    @Test
    void runsFurtherProcesses() throws IOException {
        bundle.runs("sleep", "100");
        succeeded(create());
        succeeded(runtime.call("start", ID));
        Result exec =
                runtime.call("exec", "--cwd", "/tmp", ID, "sh", "-c", "hostname; pwd; exit 5");
        assertThat(exec.output()).isEqualTo("boxed\n/tmp\n");
        assertThat(exec.status()).isEqualTo(5);
        assertThat(runtime.call("exec", ID, "no-such-program").status()).isNotZero();
        Path file = place.resolve("pid");
        Path process =
                Files.writeString(
                        place.resolve("process.json"),
                        "{\"args\": [\"sleep\", \"99\"], \"cwd\": \"/\", \"env\": [\"PATH=/bin\"]}");
        succeeded(
                runtime.call(
                        "exec",
                        "--detach",
                        "--pid-file",
                        file.toString(),
                        "--process",
                        process.toString(),
                        ID));
        Path command = Path.of("/proc", Files.readString(file).strip(), "cmdline");
        Await.until("the program", DEADLINE, () -> Files.readString(command).startsWith("sleep"));
    }

    @Test
    void listsContainers() throws IOException {
        bundle.runs("sleep", "100");
        succeeded(create());
        assertThat(runtime.call("list", "--quiet").output()).isEqualTo(ID + "\n");
        assertThat(runtime.call("list", "--format", "json").output()).contains("\"" + ID + "\"");
        assertThat(runtime.call("list").output()).containsPattern("^(ID|NAME) ").contains(ID);
    }

    @Test
    void refusesVerbsThatDoNotFitTheState() throws IOException {
        bundle.runs("sleep", "100");
        assertThat(runtime.call("start", ID).status()).isNotZero();
        assertThat(runtime.call("delete", ID).status()).isNotZero();
        succeeded(create());
        assertThat(create().status()).isNotZero();
        succeeded(runtime.call("start", ID));
        assertThat(runtime.call("start", ID).status()).isNotZero();
        assertThat(runtime.call("delete", ID).status()).isNotZero();
        succeeded(runtime.call("kill", ID, "KILL"));
        runtime.awaitStatus(ID, "stopped");
        assertThat(runtime.call("kill", ID, "TERM").status()).isNotZero();
        assertThat(runtime.call("start", ID).status()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"ociVersion\": 7}",
                "{\"ociVersion\": \"1.0.2\"}",
                "{\"ociVersion\": \"1.0.2\", \"root\": {\"path\": \"rootfs\"},"
                        + " \"process\": {\"cwd\": \"/\", \"args\": \"sh\"}}"
            })
    void refusesABadConfig(String config) throws IOException {
        bundle.says(config);
        refusesToCreate();
    }

    @Test
    void refusesAProgramThatIsNotThere() throws IOException {
        bundle.runs("no-such-program");
        refusesToCreate();
    }

    @Test
    void refusesABundleThatIsNotThere() {
        bundle = new OciBundle(place.resolve("nowhere"));
        refusesToCreate();
    }

    private void refusesToCreate() {
        Result created = create();
        assertThat(created.status()).isNotZero();
        assertThat(created.error()).isNotBlank();
        assertThat(runtime.call("list", "--quiet").output()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../box", "a/b", "..", "a b"})
    void refusesAnIdThatIsNone(String id) throws IOException {
        bundle.runs("true");
        Result created = runtime.call("create", "--bundle", bundle.folder().toString(), id);
        if (takesId(id)) {
            succeeded(created);
            succeeded(runtime.call("delete", "--force", id));
            return;
        }
        assertThat(created.status()).isNotZero();
        assertThat(runtime.call("list", "--quiet").output()).isEmpty();
    }

    /// Lists of what is allowed that are older than those calls are in use.
    @Test
    void runsBehindAFilterThatDoesNotKnowNewCalls() throws IOException {
        String filter =
                """
                "seccomp": {"defaultAction": "SCMP_ACT_ALLOW",
                            "syscalls": [{"names": ["close_range", "openat2", "faccessat2"],
                                          "action": "SCMP_ACT_ERRNO"}]},
                """;
        bundle.with("", "", filter, List.of("echo", "ran"));
        bundle.change("\"noNewPrivileges\": true", "\"noNewPrivileges\": false");
        Result run = runtime.call("run", "--bundle", bundle.folder().toString(), ID);
        assertThat(run).isEqualTo(Result.printed("ran\n"));
    }

    @Test
    void makesTheWorkingDirectoryThatAReadOnlyRootLacks() throws IOException {
        bundle.runs("sh", "-c", "pwd; touch here");
        bundle.change("\"cwd\": \"/\"", "\"cwd\": \"/new/place\"");
        bundle.change("\"path\": \"rootfs\"", "\"path\": \"rootfs\", \"readonly\": true");
        Result run = runtime.call("run", "--bundle", bundle.folder().toString(), ID);
        assertThat(run.output()).as(run.toString()).isEqualTo("/new/place\n");
        assertThat(run.error()).contains("Read-only file system");
    }
}
