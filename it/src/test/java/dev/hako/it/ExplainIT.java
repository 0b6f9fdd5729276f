package dev.hako.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.testing.NeedsRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What `hako explain` says of containers that have run, run, or never will.
@NeedsRoot
class ExplainIT {
    private static final String NAMES = "{{range .Timeline}}{{.Name}} {{end}}";
    private static final String STAGES =
            "record image layers specification plan launcher namespaces mounts program";
    private static final Hako HAKO = Hako.ofThisUser();

    @AfterAll
    static void leaveNothing() {
        HAKO.close();
    }

    @Test
    void saysWhatAStartDoesAndWhy() {
        HAKO.answer("create", "--name", "planned", "--memory", "64m", "host", "true");
        String text = HAKO.answer("explain", "planned");
        assertThat(text)
                .startsWith("planned: image host, isolation namespace, created.")
                .contains("install the seccomp filter", "pivot into the root file system")
                .contains("kernel memory, keys and what tells of others are hidden")
                .containsPattern("run true\n +everything above holds for it")
                .doesNotContain("last start")
                .doesNotContain("\u001b");
        assertThat(HAKO.answer("inspect", "-f", "{{.State.Status}}", "planned"))
                .isEqualTo("created");
    }

    @Test
    void saysHowLongEachPartOfTheLastStartTook() {
        HAKO.answer("run", "-d", "--name", "timed", "host", "sh", "-c", "echo out; sleep 600");
        HAKO.answer("exec", "timed", "true");
        assertThat(HAKO.answer("explain", "timed"))
                .contains("Its last start")
                .containsPattern("(µs|ms|s)  the plan is compiled");
        assertThat(HAKO.answer("explain", "--format", NAMES, "timed"))
                .isEqualTo(STAGES + " output");
    }

    @Test
    void remembersTheStartWhenTheEngineIsGone() {
        HAKO.answer("run", "--name", "kept", "host", "true");
        HAKO.crashEngine();
        assertThat(HAKO.answer("explain", "--format", NAMES, "kept")).startsWith(STAGES);
    }

    @Test
    void explainsAnImageWithoutAContainer() {
        assertThat(HAKO.answer("explain", "host")).contains("mount overlay on /");
        assertThat(HAKO.run("explain", "nothing").error()).contains("\"nothing\"");
        assertThat(HAKO.answer("explain", "--format", "{{len .Timeline}}", "host")).isEqualTo("0");
    }

    @Test
    void givesProgramsAllOfIt() {
        assertThat(HAKO.answer("explain", "--format", "json", "host"))
                .startsWith("{\"Subject\":")
                .contains("\"Stage\":\"Rights\"", "\"Verb\":\"install the seccomp filter\"");
    }
}
