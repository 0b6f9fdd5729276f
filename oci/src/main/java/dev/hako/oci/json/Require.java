package dev.hako.oci.json;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rules that records of several documents share. Each throws [InvalidDocumentException] with
/// the field's name, or returns what it was given (lists and maps as immutable copies).
public final class Require {
    private static final long MAX_UINT32 = 0xffff_ffffL;

    private Require() {}

    /// The rule holds, or the value is refused with `problem`.
    public static void that(boolean holds, String field, Object value, String problem) {
        if (!holds) {
            throw InvalidDocumentException.at(field, value, problem);
        }
    }

    /// The rule holds, or the field is refused with `problem`, whatever its value.
    public static void that(boolean holds, String field, String problem) {
        if (!holds) {
            throw InvalidDocumentException.at(field, problem);
        }
    }

    /// Text that can be handed to the kernel: a NUL would silently cut it there.
    public static void text(String field, @Nullable String value) {
        if (value != null) {
            that(value.indexOf('\0') < 0, field, value, "must not hold a NUL character");
        }
    }

    /// Text as [#text], and not empty.
    public static void nonEmpty(String field, String value) {
        that(!value.isEmpty(), field, "must not be empty");
        text(field, value);
    }

    /// An absolute path, or null.
    public static void absolute(String field, @Nullable String path) {
        if (path != null) {
            that(path.startsWith("/"), field, path, "must be absolute");
            text(field, path);
        }
    }

    /// A number in the closed range, or null.
    public static void range(String field, @Nullable Number value, long least, long most) {
        if (value != null) {
            boolean within = value.longValue() >= least && value.longValue() <= most;
            that(within, field, value, "must be between " + least + " and " + most);
        }
    }

    /// A 32-bit unsigned number, or null.
    public static void uint32(String field, @Nullable Long value) {
        range(field, value, 0, MAX_UINT32);
    }

    /// No two elements have the same key.
    public static <T> void distinct(String field, List<T> elements, Function<T, Object> key) {
        var seen = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            Object value = key.apply(elements.get(i));
            that(seen.add(value), field + "[" + i + "]", value, "appears twice");
        }
    }

    /// A copy of a list whose every element is [#text].
    public static List<String> texts(String field, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            text(field + "[" + i + "]", values.get(i));
        }
        return List.copyOf(values);
    }

    /// A copy of a list whose every element is an absolute path.
    public static List<String> absolutes(String field, List<String> paths) {
        for (int i = 0; i < paths.size(); i++) {
            absolute(field + "[" + i + "]", paths.get(i));
        }
        return List.copyOf(paths);
    }

    /// A copy of a map in the order of its keys, so that documents are written the same way each
    /// time.
    public static <V> Map<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
