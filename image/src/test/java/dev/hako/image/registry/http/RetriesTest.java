package dev.hako.image.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetriesTest {
    private static final Instant NOW = Instant.parse("2026-11-30T09:00:00Z");

    @Test
    void pausesGrowUpToALimitAndDiffer() {
        var retries =
                new Retries(
                        9, Duration.ofSeconds(1), Duration.ofSeconds(10), new Random(1), _ -> {});
        for (int done = 1; done < 60; done++) {
            Duration most = Duration.ofSeconds(1).multipliedBy(1L << Math.min(done - 1, 4));
            Duration bounded = most.toSeconds() > 10 ? Duration.ofSeconds(10) : most;
            assertThat(retries.pause(done)).isBetween(bounded.dividedBy(2), bounded);
        }
        assertThat(retries.pause(5)).isNotEqualTo(retries.pause(5));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    7 | PT7S
                    0 | PT0S
                    Mon, 30 Nov 2026 09:01:30 GMT | PT1M30S
                    Mon, 30 Nov 2026 08:00:00 GMT | PT0S
                    99999999999999999999 | PT596523H14M7S
                    """)
    void readsBothFormsOfRetryAfter(String header, Duration expected) {
        assertThat(RetryAfter.of(reply(header), NOW)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"soon", "-1", "''", "1.5", "٣"})
    void takesNothingElse(String header) {
        assertThat(RetryAfter.of(reply(header), NOW)).isEqualTo(Optional.empty());
    }

    @Test
    void anOriginIsSchemeHostAndPort() {
        assertThat(Origin.of(URI.create("https://A.example/x")))
                .isEqualTo(Origin.of(URI.create("HTTPS://a.example:443/y")))
                .isNotEqualTo(Origin.of(URI.create("http://a.example:443")))
                .isNotEqualTo(Origin.of(URI.create("https://a.example:444")));
        assertThat(Origin.of(URI.create("https://a.example:443")).authority())
                .isEqualTo("a.example");
        assertThat(Origin.of(URI.create("http://[::1]:5000/")).authority()).isEqualTo("[::1]:5000");
    }

    private static Reply reply(String retryAfter) {
        Call call = Call.of("cannot", "GET", URI.create("http://a.example/"));
        HttpHeaders headers =
                HttpHeaders.of(Map.of("Retry-After", List.of(retryAfter)), (_, _) -> true);
        return new Reply(call, 429, headers, call.uri(), InputStream.nullInputStream());
    }
}
