package dev.hako.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.oci.runtime.Hook;
import dev.hako.oci.runtime.Hooks;
import dev.hako.oci.runtime.Spec;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Hooks that are really run.
@NeedsRoot
@NeedsProgram("busybox")
class HooksIT extends ContainerRuns {
    @Test
    void runsHooksWithTheStateInTheirOrder() throws IOException {
        Path told = temp.resolve("told");
        Spec spec = script("cat /told");
        Hook start =
                new Hook(
                        "/bin/sh",
                        List.of("sh", "-c", "/bin/echo startContainer >>/told"),
                        List.of(),
                        5);
        Hooks hooks =
                new Hooks(
                        List.of(hook("prestart", told)),
                        List.of(hook("createRuntime", told)),
                        List.of(hook("createContainer", told)),
                        List.of(start),
                        List.of(hook("poststart", told)),
                        List.of(hook("poststop", told)));
        try (LauncherRun run = run(spec.with(s -> s.hooks(hooks)))) {
            assertThat(run.failure()).isEmpty();
            assertThat(run.output()).containsExactly("startContainer");
            assertThat(Files.readString(told).lines().map(line -> line.replaceAll("\\s+", "")))
                    .containsExactly(
                            "prestart" + state("creating", run.pid()),
                            "createRuntime" + state("creating", run.pid()),
                            "createContainer" + state("creating", run.pid()),
                            "poststart" + state("running", run.pid()),
                            "poststop" + state("stopped", 0));
        }
    }

    private static Hook hook(String name, Path file) {
        String script = "read -r state; echo " + name + " \"$state\" >>" + file;
        return new Hook("/bin/sh", List.of("sh", "-c", script), List.of("PATH=/bin"), 5);
    }

    private String state(String status, int pid) {
        String running = pid == 0 ? "" : "\"pid\":" + pid + ",";
        return "{\"ociVersion\":\"1.3.0\",\"id\":\"%s\",\"status\":\"%s\",%s\"bundle\":\"%s\"}"
                .formatted(id, status, running, temp);
    }

    @Test
    void saysWhichHookFailedAndWhatItSaid() throws IOException {
        Hook hook =
                new Hook(
                        "/bin/sh",
                        List.of("sh", "-c", "echo no such net >&2; exit 3"),
                        List.of(),
                        5);
        List<Hook> none = List.of();
        Hooks hooks = new Hooks(none, List.of(hook), none, none, none, none);
        try (LauncherRun run = run(spec("true").with(s -> s.hooks(hooks)))) {
            assertThat(run.failure())
                    .isEqualTo(
                            "run the createRuntime hook \"/bin/sh\": it ended with status 3: no such net");
        }
        assertThat(Path.of("/sys/fs/cgroup/memory", id)).doesNotExist();
    }
}
