package dev.hako.door.oci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever stands in a `config.json`, there is a plan, or one sentence that says why there is
/// none.
///
/// The corpus holds what people and programs get wrong; the rest are mutations of a configuration
/// that uses all of the specification, the same in each run. `-Dhako.fuzz.rounds=100000` tries
/// more.
class ConfigFuzzTest {
    private static final int ROUNDS = Integer.getInteger("hako.fuzz.rounds", 1500);
    private static final Pattern TOKEN =
            Pattern.compile(
                    "\"(?:[^\"\\\\]|\\\\.)*\"|-?\\d[\\d.eE+-]*|true|false|null|[{}\\[\\],:]");

    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "0",
                    "-1",
                    "1",
                    "4294967296",
                    "9223372036854775807",
                    "18446744073709551615",
                    "99999999999999999999",
                    "1.5",
                    "1e400",
                    "\"\"",
                    "\"/\"",
                    "\".\"",
                    "\"..\"",
                    "\"/../../etc\"",
                    "\"relative\"",
                    "\"a\\u0000b\"",
                    "\"\\ud800\"",
                    "\"0-99999999999\"",
                    "\"5-3\"",
                    "\"/proc/self/exe\"",
                    "[]",
                    "{}",
                    "[null]",
                    "[[]]",
                    "{\"path\": \"/\"}",
                    "\"rbind\"",
                    "\"idmap\"",
                    "\"SCMP_ACT_NOTIFY\"",
                    "\"" + "x".repeat(70_000) + "\"");

    static String resource(String name) {
        try (InputStream in = ConfigFuzzTest.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void isASentence(String refusal) {
        assertThat(refusal).doesNotContain("bug in Hako", "\n", "\tat ", "Exception");
    }

    @Test
    void takesTheWholeSpecification() {
        String whole = resource("whole.json");
        assertThat(Question.of(Question.CREATE).with(Part.CONFIG, whole).refusal()).isEmpty();
    }

    @Test
    void compilesMutationsOrRefusesThem() {
        damage("whole.json", Question.of(Question.CREATE), Part.CONFIG, ROUNDS);
    }

    /// What `exec --process` and `update --resources` read.
    @Test
    void compilesMutationsOfWhatFollowsOrRefusesThem() {
        damage("process.json", Question.of(Question.EXEC), Part.PROCESS, ROUNDS / 3);
        damage("resources.json", Question.of(Question.UPDATE), Part.PROCESS, ROUNDS / 3);
    }

    private static void damage(String resource, Question question, Part part, int rounds) {
        List<String> tokens =
                TOKEN.matcher(resource(resource)).results().map(MatchResult::group).toList();
        assertThat(question.with(part, resource(resource)).refusal()).isEmpty();
        Random random = new Random(20260131);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            String refusal = question.with(part, mutate(tokens, random)).refusal();
            isASentence(refusal);
            refused += refusal.isEmpty() ? 0 : 1;
        }
        assertThat(refused).isBetween(rounds / 4, rounds - 1);
    }

    private static String mutate(List<String> tokens, Random random) {
        List<String> mutant = new ArrayList<>(tokens);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(mutant.size());
            String token = mutant.get(at);
            switch (random.nextInt(6)) {
                case 0 -> mutant.remove(at);
                case 1 -> mutant.add(at, token);
                case 2 -> mutant.set(at, mutant.get(random.nextInt(mutant.size())));
                default -> {
                    if (!"{}[],:".contains(token)) {
                        mutant.set(at, VALUES.get(random.nextInt(VALUES.size())));
                    }
                }
            }
        }
        return String.join(" ", mutant);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    no-process           | process
                    no-root              | root
                    no-version           | ociVersion
                    version-of-the-future | ociVersion
                    not-json             | config.json
                    args-are-a-string    | args
                    args-are-empty       | args
                    cwd-is-relative      | cwd
                    unknown-namespace    | namespaces
                    namespace-twice      | namespaces
                    no-mount-namespace   | mount namespace
                    mount-without-destination | destination
                    mount-leads-out      | ..
                    memory-is-a-string   | memory
                    swap-is-a-string     | swap
                    rlimit-unknown       | RLIMIT
                    hook-is-relative     | path
                    hook-never-waits     | timeout
                    nested-too-deep      | Nesting limit
                    timeoffsets-without-namespace | time
                    terminal-without-socket | console
                    seccomp-unknown-action | defaultAction
                    cgroups-path-leads-out | ..
                    duplicate-keys       | twice
                    """)
    void refusesWithTheName(String name, String named) {
        String refusal =
                Question.of(Question.CREATE)
                        .with(Part.CONFIG, resource("corpus/" + name + ".json"))
                        .refusal();
        isASentence(refusal);
        assertThat(refusal).contains(named);
    }
}
