package dev.hako.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogDriver;
import dev.hako.engine.config.LogTag.Subject;
import dev.hako.engine.log.LogEntry;
import dev.hako.engine.log.LogEntry.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessagesTest {
    private static final Subject WEB = new Subject("0123456789abcdef", "web", "host", "sh -c x");
    private static final LogEntry LINE = entry(Stream.STDOUT, true, "hello");

    private static LogEntry entry(Stream stream, boolean whole, String text) {
        return new LogEntry(
                Instant.parse("2026-01-02T03:04:05.123456789Z"),
                stream,
                whole,
                text.getBytes(StandardCharsets.UTF_8));
    }

    private static String syslog(LogEntry entry, Map<String, String> options) {
        LogConfig log = new LogConfig(LogDriver.SYSLOG, LogConfig.LogLimits.STANDARD, options);
        var message =
                new SyslogMessage(
                        log.syslog(),
                        log.tag().filledIn(WEB),
                        "box",
                        7,
                        ZoneId.of("Europe/Berlin"));
        return new String(message.of(entry, Optional.empty()), StandardCharsets.UTF_8);
    }

    /// The first forms are what Docker's driver documents and srslog sends.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''          | <30>Jan  2 04:04:05 0123456789ab[7]: hello
                    rfc3164     | <30>Jan  2 04:04:05 box 0123456789ab[7]: hello
                    rfc5424     | <30>1 2026-01-02T04:04:05+01:00 box 0123456789ab 7 0123456789ab - hello
                    rfc5424micro| <30>1 2026-01-02T04:04:05.123456+01:00 box 0123456789ab 7 0123456789ab - hello
                    """)
    void syslogIsToldInTheChosenForm(String format, String message) {
        assertThat(syslog(LINE, Map.of("syslog-format", format))).isEqualTo(message);
    }

    @Test
    void syslogHearsOfStandardErrorAsAnError() {
        assertThat(syslog(entry(Stream.STDERR, true, "x"), Map.of("syslog-facility", "local0")))
                .startsWith("<131>");
    }

    @Test
    void aTagIsMadeOfWhatIsKnownOfTheContainer() {
        assertThat(syslog(LINE, Map.of("tag", "{{.Name}}/{{ .ImageName }}/{{.FullID}}")))
                .contains(" web/host/0123456789abcdef[7]: ");
    }

    @Test
    void journaldIsToldInFields() {
        var message = new JournalMessage(WEB, "tag", Map.of("com.x.y", "1"));
        assertThat(new String(message.of(LINE, Optional.empty()), StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        COM_X_Y=1
                        PRIORITY=6
                        CONTAINER_ID=0123456789ab
                        CONTAINER_ID_FULL=0123456789abcdef
                        CONTAINER_NAME=web
                        CONTAINER_TAG=tag
                        IMAGE_NAME=host
                        SYSLOG_IDENTIFIER=tag
                        SYSLOG_TIMESTAMP=2026-01-02T03:04:05.123456789Z
                        MESSAGE=hello
                        """);
    }

    @Test
    void journaldHearsOfPartsAndOfStandardErrorAndOfLongValues() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("_PID", "1");
        attributes.put("two", "a\nb");
        var message = new JournalMessage(WEB, "tag", attributes);
        String text =
                new String(
                        message.of(
                                entry(Stream.STDERR, false, "part"),
                                Optional.of(new Piece("ab", 2, false))),
                        StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("PID=1\nTWO\n\3\0\0\0\0\0\0\0a\nb\nPRIORITY=3\n")
                .endsWith(
                        """
                        CONTAINER_PARTIAL_ID=ab
                        CONTAINER_PARTIAL_ORDINAL=2
                        CONTAINER_PARTIAL_LAST=false
                        CONTAINER_PARTIAL_MESSAGE=true
                        MESSAGE=part
                        """);
    }
}
