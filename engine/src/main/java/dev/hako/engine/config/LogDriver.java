package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Where a container's output goes. Whatever the driver, `NONE` excepted, it is kept in a file of
/// the container's too, from which it is read.
public enum LogDriver {
    JSON_FILE,
    LOCAL,
    /// Podman's name for the file's format.
    K8S_FILE,
    JOURNALD,
    SYSLOG,
    NONE;

    /// Names of options, in Docker's words.
    private static final class Options {
        static final List<String> SHARED =
                List.of(
                        LogConfig.TAG,
                        LogConfig.LABELS,
                        LogConfig.LABELS_REGEX,
                        LogConfig.ENV,
                        LogConfig.ENV_REGEX,
                        LogConfig.MODE,
                        LogConfig.MAX_BUFFER_SIZE);
        static final List<String> KEPT =
                with(SHARED, LogConfig.MAX_SIZE, LogConfig.MAX_FILE, LogConfig.COMPRESS);
        static final List<String> DELIVERED =
                with(SHARED, LogConfig.CACHE_MAX_SIZE, LogConfig.CACHE_MAX_FILE);
        static final List<String> SYSLOG =
                with(
                        DELIVERED,
                        SyslogOptions.ADDRESS,
                        SyslogOptions.FACILITY,
                        SyslogOptions.FORMAT);

        private static List<String> with(List<String> some, String... more) {
            return Stream.concat(some.stream(), Stream.of(more)).toList();
        }
    }

    /// The driver of a name.
    ///
    /// @throws Failure `INVALID` if there is none
    public static LogDriver of(String name) {
        return Stream.of(values())
                .filter(driver -> driver.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        Failure.invalid("unknown log driver")
                                .hint("there are " + String.join(", ", names())));
    }

    /// What all drivers are called.
    public static List<String> names() {
        return Stream.of(values()).map(LogDriver::toString).toList();
    }

    /// Whether somebody else is handed the output.
    public boolean delivers() {
        return this == JOURNALD || this == SYSLOG;
    }

    /// Names of the options that it takes.
    public List<String> options() {
        return switch (this) {
            case JSON_FILE, LOCAL, K8S_FILE -> Options.KEPT;
            case JOURNALD -> Options.DELIVERED;
            case SYSLOG -> Options.SYSLOG;
            case NONE -> List.of();
        };
    }

    /// Docker's word for it.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
