package dev.hako.app.container;

import dev.hako.app.cli.Option;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.value.KeyValue;
import dev.hako.app.value.Numbers;
import dev.hako.app.value.Size;
import dev.hako.engine.config.LogConfig;
import dev.hako.engine.config.LogConfig.LogLimits;
import dev.hako.engine.config.LogDriver;
import dev.hako.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What becomes of the container's output.
final class LogFlags {
    private static final int MOST_FILES = 1000;

    private static final Option<LogDriver> LOG_DRIVER =
            Option.of(
                            "--log-driver",
                            "DRIVER",
                            LogDriver::of,
                            "Where its output goes: json-file, local, journald, syslog, none")
                    .offering(LogDriver.names().toArray(String[]::new));
    private static final Option<KeyValue> LOG_OPT =
            Option.of(
                            "--log-opt",
                            "NAME=VALUE",
                            KeyValue::parseBoth,
                            "Option of the log driver, such as max-size=10m, max-file=3, tag={{.Name}}")
                    .offering(optionNames());

    static final List<Option<?>> ALL = List.of(LOG_DRIVER, LOG_OPT);

    private LogFlags() {}

    private static String[] optionNames() {
        return Stream.of(LogDriver.values())
                .flatMap(driver -> driver.options().stream())
                .distinct()
                .map(name -> name + "=")
                .toArray(String[]::new);
    }

    static LogConfig read(ParsedLine line) {
        Map<String, String> options = new LinkedHashMap<>();
        line.values(LOG_OPT).forEach(option -> options.put(option.key(), option.value()));
        LogDriver driver = line.value(LOG_DRIVER).orElse(LogDriver.JSON_FILE);
        return new LogConfig(driver, limits(options), options);
    }

    private static LogLimits limits(Map<String, String> options) {
        LogLimits limits = LogLimits.STANDARD;
        for (Map.Entry<String, String> option : options.entrySet()) {
            limits = limited(limits, option.getKey(), option.getValue());
        }
        return limits;
    }

    private static LogLimits limited(LogLimits limits, String name, String value) {
        try {
            return switch (name) {
                case LogConfig.MAX_SIZE, LogConfig.CACHE_MAX_SIZE ->
                        new LogLimits(Size.parse(value), limits.maxFiles());
                case LogConfig.MAX_FILE, LogConfig.CACHE_MAX_FILE ->
                        new LogLimits(
                                limits.maxBytes(), Numbers.between(1, MOST_FILES).apply(value));
                default -> limits;
            };
        } catch (Failure e) {
            throw e.during("invalid log opt " + name + "=" + value);
        }
    }
}
