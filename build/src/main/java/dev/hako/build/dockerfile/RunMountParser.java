package dev.hako.build.dockerfile;

import dev.hako.failure.Failure;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the value of a `RUN --mount`: `type=…,key=value,…`.
final class RunMountParser {
    private static final Set<String> BIND =
            Set.of("type", "from", "source", "target", "readwrite", "readonly");
    private static final Set<String> CACHE =
            Set.of(
                    "type",
                    "id",
                    "from",
                    "source",
                    "target",
                    "sharing",
                    "readonly",
                    "readwrite",
                    "mode",
                    "uid",
                    "gid");
    private static final Set<String> TMPFS = Set.of("type", "target", "size");
    private static final Set<String> SECRET =
            Set.of("type", "id", "source", "target", "env", "required", "mode", "uid", "gid");
    private static final Map<String, String> ALIASES =
            Map.of(
                    "src",
                    "source",
                    "dst",
                    "target",
                    "destination",
                    "target",
                    "rw",
                    "readwrite",
                    "ro",
                    "readonly");
    private static final Set<String> SWITCHES = Set.of("readwrite", "readonly", "required");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([kmgt]?)b?");

    private final LogicalLine line;
    private final Map<String, String> values;

    private RunMountParser(LogicalLine line, Map<String, String> values) {
        this.line = line;
        this.values = values;
    }

    /// @throws Failure `INVALID` for what is no mount; `UNSUPPORTED` for `type=ssh`
    static RunMount parse(LogicalLine line, String value) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String field : value.split(",", -1)) {
            int equals = field.indexOf('=');
            String given = equals < 0 ? field : field.substring(0, equals);
            String key = given.toLowerCase(Locale.ROOT);
            String name = ALIASES.getOrDefault(key, key);
            if (equals < 0 && !SWITCHES.contains(name)) {
                throw line.invalid("\"" + field + "\" of \"--mount\" has no value");
            }
            String set = equals < 0 ? "true" : Quotes.removed(field.substring(equals + 1));
            if (values.put(name, set) != null) {
                throw line.invalid("\"" + name + "\" of \"--mount\" is given twice");
            }
        }
        return new RunMountParser(line, values).mount();
    }

    private RunMount mount() {
        String type = values.getOrDefault("type", "bind");
        return switch (type) {
            case "bind" -> bind();
            case "cache" -> cache();
            case "tmpfs" -> tmpfs();
            case "secret" -> secret();
            case "ssh" -> throw line.unsupported("\"--mount=type=ssh\"");
            default -> throw line.invalid("\"--mount\" has no type \"" + type + "\"");
        };
    }

    private void allow(Set<String> keys) {
        for (String key : values.keySet()) {
            if (!keys.contains(key)) {
                throw line.invalid(
                        "\"--mount=type=%s\" has no \"%s\""
                                .formatted(values.getOrDefault("type", "bind"), key));
            }
        }
    }

    private Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private String target() {
        return value("target").orElseThrow(() -> line.invalid("\"--mount\" has no \"target\""));
    }

    private boolean isSet(String name) {
        return value(name).map(value -> Flags.truth(line, name, value)).orElse(false);
    }

    private RunMount bind() {
        allow(BIND);
        return new RunMount.Bind(
                value("from"), values.getOrDefault("source", "/"), target(), isReadWrite(false));
    }

    private boolean isReadWrite(boolean usual) {
        if (values.containsKey("readwrite")) {
            return isSet("readwrite");
        }
        return values.containsKey("readonly") ? !isSet("readonly") : usual;
    }

    private RunMount cache() {
        allow(CACHE);
        return new RunMount.Cache(
                values.getOrDefault("id", target()),
                target(),
                value("from"),
                values.getOrDefault("source", "/"),
                sharing(),
                !isReadWrite(true),
                owner());
    }

    private RunMount.Sharing sharing() {
        return switch (values.getOrDefault("sharing", "shared")) {
            case "shared" -> RunMount.Sharing.SHARED;
            case "private" -> RunMount.Sharing.PRIVATE;
            case "locked" -> RunMount.Sharing.LOCKED;
            default ->
                    throw line.invalid(
                            "a cache is shared, private or locked, and not \""
                                    + values.get("sharing")
                                    + "\"");
        };
    }

    private RunMount tmpfs() {
        allow(TMPFS);
        OptionalLong size =
                values.containsKey("size") ? OptionalLong.of(size()) : OptionalLong.empty();
        return new RunMount.Tmpfs(target(), size);
    }

    private long size() {
        Matcher matcher = SIZE.matcher(values.getOrDefault("size", "").toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw line.invalid("\"" + values.get("size") + "\" is no size");
        }
        int power = "kmgt".indexOf(matcher.group(2).isEmpty() ? "-" : matcher.group(2)) + 1;
        long unit = 1L << 10 * power;
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE / unit) {
            throw line.invalid("\"" + values.get("size") + "\" is too large");
        }
        return number * unit;
    }

    private RunMount secret() {
        allow(SECRET);
        Optional<String> variable = value("env");
        Optional<String> id =
                value("id")
                        .or(() -> value("source"))
                        .or(() -> value("target").map(RunMountParser::name));
        String named =
                id.or(() -> variable)
                        .orElseThrow(() -> line.invalid("\"--mount=type=secret\" has no \"id\""));
        boolean file = values.containsKey("target") || variable.isEmpty();
        Optional<String> target =
                file
                        ? Optional.of(values.getOrDefault("target", "/run/secrets/" + named))
                        : Optional.empty();
        return new RunMount.Secret(named, target, variable, isSet("required"), owner());
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private RunMount.Owner owner() {
        return new RunMount.Owner(
                number("uid", 10).orElse(0), number("gid", 10).orElse(0), number("mode", 8));
    }

    private Optional<Integer> number(String name, int radix) {
        try {
            return value(name).map(value -> Integer.parseUnsignedInt(value, radix));
        } catch (NumberFormatException e) {
            throw line.invalid("\"%s\" of \"%s\" is no number".formatted(values.get(name), name));
        }
    }
}
