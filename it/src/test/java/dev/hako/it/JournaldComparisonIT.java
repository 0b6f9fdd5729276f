package dev.hako.it;

import static java.util.function.Predicate.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.hako.testing.Await;
import dev.hako.testing.NeedsProgram;
import dev.hako.testing.NeedsRoot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What Debian's Docker and Hako write into the same real journal.
@Tag("compare")
@NeedsRoot
@NeedsProgram({"dockerd", "docker", "busybox", "unshare", "nsenter", "journalctl"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JournaldComparisonIT {
    private static final Duration DEADLINE = Duration.ofSeconds(40);

    /// That a message came from one of two, and when: nothing to compare.
    private static final List<String> OWN =
            List.of("CONTAINER_LOG_EPOCH", "CONTAINER_LOG_ORDINAL", "SYSLOG_TIMESTAMP");

    private final Hako outside = Hako.ofThisUser();
    private final TestJournal journal = TestJournal.below(outside.place());
    private final Hako hako = outside.within(journal.wrapper());
    private final DockerDaemon docker = DockerDaemon.startWithin(journal.wrapper());
    private final Peer theirs;

    JournaldComparisonIT() throws IOException {
        Path tree = outside.place().resolve("tree");
        BusyboxTree.make(tree, 0);
        theirs = docker.peer(tree);
    }

    @AfterAll
    void leaveNothing() {
        try (outside;
                journal) {
            docker.close();
            outside.empty();
            outside.crashEngine();
        }
    }

    static Stream<Arguments> programs() {
        return Stream.of(
                arguments("echo out", 1),
                arguments("echo err >&2", 1),
                arguments("printf half", 1),
                arguments("echo '  blanks  '; echo; echo last", 3),
                arguments("echo tab'\t'ulated", 1),
                arguments("head -c 40000 /dev/zero | tr '\\0' x", 3),
                arguments("head -c 20000 /dev/zero | tr '\\0' x; echo", 2));
    }

    /// @param messages that it is
    @ParameterizedTest
    @MethodSource("programs")
    void hasTheSameFieldsOfTheSameOutput(String program, int messages) {
        compare("", program, messages);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--log-opt tag=front",
                "--log-opt tag={{.Name}}/{{.ImageName}}",
                "--log-opt labels=com.tier,other -l com.tier=front",
                "--log-opt env=WHO -e WHO=me",
                "--log-opt env-regex=^W -e WHO=me -e OTHER=x",
                "--log-opt labels-regex=^com -l com.tier=front"
            })
    void hasTheSameFieldsWithTheSameOptions(String options) {
        compare(options, "echo out", 1);
    }

    private void compare(String options, String program, int messages) {
        String line =
                "run --rm --name both --log-driver journald %s $IMAGE sh -c \"%s\""
                        .formatted(options, program);
        int before = entries().size();
        assertThat(theirs.run("docker " + line).status()).isZero();
        List<Map<String, String>> expected = added(before, messages);
        String image = "IMAGE=rootfs:" + outside.place().resolve("tree") + "; ";
        assertThat(hako.shell(image + "hako " + line).status()).isZero();
        assertThat(added(before + messages, messages)).isEqualTo(expected);
    }

    private List<Map<String, String>> added(int before, int messages) {
        Await.until("messages", DEADLINE, () -> entries().size() >= before + messages);
        assertThat(entries()).hasSize(before + messages);
        return entries().stream().skip(before).toList();
    }

    private List<Map<String, String>> entries() {
        return List.of(journal.entries("CONTAINER_NAME=both").split("\n\n", -1)).stream()
                .filter(not(String::isBlank))
                .map(this::fields)
                .toList();
    }

    private Map<String, String> fields(String entry) {
        Map<String, String> fields = new TreeMap<>();
        for (String line : entry.strip().lines().toList()) {
            String name = line.split("=", 2)[0];
            if (!name.startsWith("_") && !OWN.contains(name)) {
                fields.put(name, comparable(line.substring(name.length())));
            }
        }
        return fields;
    }

    /// Without what is each one's own: ids, and the name of the image.
    private String comparable(String value) {
        return value.replaceAll("[0-9a-f]{64}", "<id>")
                .replaceAll("\\b[0-9a-f]{12}\\b", "<short>")
                .replace("rootfs:" + outside.place().resolve("tree"), "<image>")
                .replace("imported", "<image>");
    }
}
