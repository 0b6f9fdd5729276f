package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// What becomes of a container's output.
///
/// @param driver where it goes
/// @param limits how much of it is kept
/// @param options as they were given, all of them the driver's
/// @param place of its file, if somebody else keeps it: then nothing of it is limited here
public record LogConfig(
        LogDriver driver, LogLimits limits, Map<String, String> options, Optional<LogPlace> place) {
    static final String TAG = "tag";
    static final String LABELS = "labels";
    static final String LABELS_REGEX = "labels-regex";
    static final String ENV = "env";
    static final String ENV_REGEX = "env-regex";
    static final String MODE = "mode";
    static final String MAX_BUFFER_SIZE = "max-buffer-size";
    static final String COMPRESS = "compress";

    /// Options that [LogLimits] is made of.
    public static final String MAX_SIZE = "max-size";

    public static final String MAX_FILE = "max-file";
    public static final String CACHE_MAX_SIZE = "cache-max-size";
    public static final String CACHE_MAX_FILE = "cache-max-file";

    private static final String NON_BLOCKING = "non-blocking";
    private static final List<String> MODES = List.of("blocking", NON_BLOCKING);
    private static final List<String> BOOLEANS = List.of("true", "false");

    public static final LogConfig STANDARD =
            new LogConfig(LogDriver.JSON_FILE, LogLimits.STANDARD, Map.of());

    /// How much output is kept.
    ///
    /// @param maxBytes per file
    /// @param maxFiles current one included
    public record LogLimits(long maxBytes, int maxFiles) {
        /// Five files of 20 MiB.
        public static final LogLimits STANDARD = new LogLimits(20L << 20, 5);

        public LogLimits {
            if (maxBytes < 1 || maxFiles < 1) {
                throw Failure.invalid("a log has at least one file of at least one byte")
                        .hint("the log driver none keeps nothing");
            }
        }
    }

    /// A log that the engine keeps.
    public LogConfig(LogDriver driver, LogLimits limits, Map<String, String> options) {
        this(driver, limits, options, Optional.empty());
    }

    /// A log that somebody else keeps.
    public static LogConfig at(LogPlace place) {
        return new LogConfig(LogDriver.K8S_FILE, LogLimits.STANDARD, Map.of(), Optional.of(place));
    }

    public LogConfig {
        options = Ordered.copyOf(options);
        checkNames(driver, options);
        checkMode(options);
        checkCompression(options);
        LogTag.of(options.get(TAG));
        pattern(options.get(LABELS_REGEX));
        pattern(options.get(ENV_REGEX));
        if (driver == LogDriver.SYSLOG) {
            SyslogOptions.of(options);
        }
    }

    private static void checkNames(LogDriver driver, Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!driver.options().contains(name)) {
                Failure unknown =
                        Failure.invalid(
                                "unknown log opt '" + name + "' for " + driver + " log driver");
                throw driver.options().isEmpty()
                        ? unknown
                        : unknown.hint("there are " + String.join(", ", driver.options()));
            }
        }
    }

    private static void checkMode(Map<String, String> options) {
        String mode = options.getOrDefault(MODE, MODES.getFirst());
        if (!MODES.contains(mode)) {
            throw Failure.invalid("unknown log mode \"" + mode + "\"")
                    .hint("there are " + String.join(", ", MODES));
        }
        if (options.containsKey(MAX_BUFFER_SIZE) && !mode.equals(NON_BLOCKING)) {
            throw Failure.invalid(
                    "the log option max-buffer-size is only supported with mode=non-blocking");
        }
    }

    /// Older files are bounded in number and size, and kept as they are.
    private static void checkCompression(Map<String, String> options) {
        String compress = options.getOrDefault(COMPRESS, "false");
        if (!BOOLEANS.contains(compress)) {
            throw Failure.invalid(
                    "the log option compress is true or false, not \""
                            + Printable.of(compress)
                            + "\"");
        }
    }

    /// What the container is called where its output goes.
    public LogTag tag() {
        return LogTag.of(options.get(TAG));
    }

    /// How it is told to syslog.
    public SyslogOptions syslog() {
        return SyslogOptions.of(options);
    }

    /// What Docker shows beside output: the labels and variables chosen, and the tag if one was.
    public Map<String, String> details(LogTag.Subject subject, ContainerConfig config) {
        Map<String, String> details =
                new TreeMap<>(attributes(config.labels(), config.process().env()));
        if (options.containsKey(TAG)) {
            details.put(TAG, tag().filledIn(subject));
        }
        return details;
    }

    /// Labels and variables of a container that go with its output.
    ///
    /// @param env as `NAME=value`
    public Map<String, String> attributes(Map<String, String> labels, List<String> env) {
        Map<String, String> chosen = new LinkedHashMap<>();
        Predicate<String> label = chosen(LABELS, LABELS_REGEX);
        labels.forEach((name, value) -> {
            if (label.test(name)) {
                chosen.put(name, value);
            }
        });
        Predicate<String> variable = chosen(ENV, ENV_REGEX);
        for (String each : env) {
            String[] parts = each.split("=", 2);
            if (parts.length == 2 && variable.test(parts[0])) {
                chosen.put(parts[0], parts[1]);
            }
        }
        return chosen;
    }

    private Predicate<String> chosen(String list, String regex) {
        List<String> names = List.of(options.getOrDefault(list, "").split(",", -1));
        Optional<Pattern> pattern = pattern(options.get(regex));
        return name ->
                names.contains(name)
                        || pattern.filter(each -> each.matcher(name).find()).isPresent();
    }

    private static Optional<Pattern> pattern(@Nullable String regex) {
        try {
            return Optional.ofNullable(regex).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            throw Failure.invalid("not a pattern: " + e.getDescription());
        }
    }
}
