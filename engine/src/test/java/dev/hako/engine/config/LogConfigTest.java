package dev.hako.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hako.engine.config.LogConfig.LogLimits;
import dev.hako.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogConfigTest {
    private static LogConfig of(LogDriver driver, String name, String value) {
        return new LogConfig(driver, LogLimits.STANDARD, Map.of(name, value));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    json-file, syslog-format, rfc5424
                    journald, max-size, 1m
                    none, tag, x
                    syslog, syslog-format, rfc9999
                    syslog, syslog-facility, nobody
                    syslog, syslog-facility, 24
                    syslog, syslog-address, tcp+tls://host
                    syslog, syslog-address, /dev/log
                    syslog, syslog-address, unix://dev/log
                    local, mode, sometimes
                    local, max-buffer-size, 1m
                    local, compress, maybe
                    syslog, compress, true
                    local, tag, {{.Secret}}
                    local, tag, {{json .}}
                    local, env-regex, (
                    """)
    void refusesWhatTheDriverCannotDo(String driver, String name, String value) {
        assertThatThrownBy(() -> of(LogDriver.of(driver), name, value)).isInstanceOf(Failure.class);
    }

    @Test
    void saysWhichOptionItDoesNotKnowAndWhichItDoes() {
        assertThatThrownBy(() -> of(LogDriver.LOCAL, "colour", "red"))
                .hasMessageContaining("unknown log opt 'colour' for local log driver")
                .hasMessageContaining("max-size");
    }

    @Test
    void knowsWhereSyslogListens() {
        assertThat(SyslogAddress.parse("")).isEqualTo(new SyslogAddress.Local());
        assertThat(SyslogAddress.parse("unix:///a/b"))
                .isEqualTo(new SyslogAddress.UnixStream(Path.of("/a/b")));
        assertThat(SyslogAddress.parse("unixgram:///dev/log"))
                .isEqualTo(new SyslogAddress.UnixDatagrams(Path.of("/dev/log")));
        assertThat(SyslogAddress.parse("udp://example.org"))
                .isEqualTo(new SyslogAddress.Udp("example.org", 514));
        assertThat(SyslogAddress.parse("tcp://[::1]:6514"))
                .isEqualTo(new SyslogAddress.Tcp("::1", 6514));
    }

    @Test
    void choosesLabelsAndVariablesByNameAndPattern() {
        LogConfig log =
                new LogConfig(
                        LogDriver.JOURNALD,
                        LogLimits.STANDARD,
                        Map.of("labels", "a,b", "env-regex", "^OS_"));
        assertThat(
                        log.attributes(
                                Map.of("a", "1", "c", "2"),
                                List.of("OS_NAME=x", "HOME=/", "OS_BARE")))
                .isEqualTo(Map.of("a", "1", "OS_NAME", "x"));
    }
}
