package dev.hako.engine.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2016-10-06T00:17:09.669794202Z",
                "2024-02-29T23:59:59.999999999Z",
                "1970-01-01T00:00:00.000000000Z",
                "1969-12-31T23:59:59.000000001Z",
                "9999-12-31T23:59:59.000000000Z",
                "2016-10-06T00:17:09Z",
                "2016-10-06T00:17:09.6Z",
                "2016-10-06T02:17:09.669794+02:00"
            })
    void readsWhatTheLibraryReads(String text) {
        assertThat(read(text)).contains(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2023-02-29T00:00:00.000000000Z",
                "2016-13-06T00:17:09.669794202Z",
                "2016-10-06T24:17:09.669794202Z",
                "2016-10-06T00:60:09.669794202Z",
                "2016-10-06 00:17:09.669794202Z",
                "2016-10-06T00:17:09,669794202Z",
                "2016-10-06T00:17:09.66979420ZZ",
                "yesterday"
            })
    void knowsWhatIsNoTime(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void looksAtNoMoreThanItIsTold() {
        byte[] line = "2016-10-06T00:17:09Z stdout".getBytes(StandardCharsets.US_ASCII);
        assertThat(LogTime.parse(line, 20)).contains(Instant.parse("2016-10-06T00:17:09Z"));
    }

    private static Optional<Instant> read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return LogTime.parse(bytes, bytes.length);
    }
}
