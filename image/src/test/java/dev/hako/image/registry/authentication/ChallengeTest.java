package dev.hako.image.registry.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ChallengeTest {
    @Test
    void readsWhatDockersRegistrySends() {
        assertThat(
                        Challenge.parse(
                                "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\",scope=\"repository:samalba/my-app:pull,push\""))
                .containsExactly(
                        new Challenge(
                                "bearer",
                                Map.of(
                                        "realm", "https://auth.docker.io/token",
                                        "service", "registry.docker.io",
                                        "scope", "repository:samalba/my-app:pull,push")));
    }

    @Test
    void readsSeveralInOneHeader() {
        assertThat(
                        Challenge.parse(
                                "Negotiate, Basic  realm = \"a \\\"b\\\", c\" , charset=UTF-8, BEARER Realm=x"))
                .containsExactly(
                        new Challenge("negotiate", Map.of()),
                        new Challenge("basic", Map.of("realm", "a \"b\", c", "charset", "UTF-8")),
                        new Challenge("bearer", Map.of("realm", "x")));
    }

    @Test
    void leavesOutWhatCannotBeRead() {
        assertThat(Challenge.parse("")).isEmpty();
        assertThat(Challenge.parse("Basic realm=\"open")).extracting("scheme").contains("basic");
        assertThat(Challenge.parse("=,=\"\"")).isEmpty();
    }

    @Test
    @Timeout(20)
    void readsAnythingInTime() {
        var random = new Random(7);
        String letters = "aB= ,\"\\;\t:/x";
        for (int i = 0; i < 2000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(200); n > 0; n--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            Challenge.parse(text.toString());
        }
        long begun = System.nanoTime();
        Challenge.parse("Bearer " + "a=\"\\\"".repeat(100_000));
        Challenge.parse(" ,".repeat(100_000));
        Challenge.parse("a".repeat(1_000_000) + "=");
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    }
}
