package dev.hako.oci.json;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a field must be, and how it becomes a Java value.
///
/// @param <T> the Java value
public final class Kind<T> {
    /// Text, empty or not.
    public static final Kind<String> STRING =
            new Kind<>(value -> {
                if (value instanceof JsonValue.Text(String text)) {
                    return text;
                }
                throw mismatch(value, "a string");
            });

    /// `true` or `false`.
    public static final Kind<Boolean> BOOLEAN =
            new Kind<>(value -> {
                if (value instanceof JsonValue.Truth truth) {
                    return truth == JsonValue.Truth.TRUE;
                }
                throw mismatch(value, "true or false");
            });

    /// A signed 64-bit integer, spelled without fraction or exponent.
    public static final Kind<Long> INT64 =
            new Kind<>(value -> integer(value, "a 64-bit integer", Long::parseLong));

    /// An unsigned 64-bit integer; values above `Long.MAX_VALUE` come out negative, see
    /// [Long#toUnsignedString(long)].
    public static final Kind<Long> UINT64 =
            new Kind<>(
                    value -> integer(value, "an unsigned 64-bit integer", Long::parseUnsignedLong));

    /// A signed 32-bit integer.
    public static final Kind<Integer> INT32 =
            new Kind<>(value -> integer(value, "a 32-bit integer", Integer::parseInt));

    /// An unsigned 32-bit integer as a long that is never negative.
    public static final Kind<Long> UINT32 =
            new Kind<>(value ->
                    integer(
                            value,
                            "an unsigned 32-bit integer",
                            spelling ->
                                    Integer.toUnsignedLong(Integer.parseUnsignedInt(spelling))));

    private final Function<JsonValue, T> reading;

    Kind(Function<JsonValue, T> reading) {
        this.reading = reading;
    }

    /// The value, or an [InvalidDocumentException] whose path starts below it.
    T read(JsonValue value) {
        return reading.apply(value);
    }

    /// An object that `shape` makes a record of.
    public static <T> Kind<T> object(Function<JsonObject, T> shape) {
        return new Kind<>(value -> {
            if (value instanceof JsonObject object) {
                return shape.apply(object);
            }
            throw mismatch(value, "an object");
        });
    }

    /// One of a closed set of words: the constants as their `toString` spells them.
    public static <E extends Enum<E>> Kind<E> word(E[] constants) {
        return new Kind<>(value -> {
            String word = STRING.read(value);
            for (E constant : constants) {
                if (constant.toString().equals(word)) {
                    return constant;
                }
            }
            String words =
                    Arrays.stream(constants).map(Enum::toString).collect(Collectors.joining(", "));
            throw InvalidDocumentException.at("", word, "must be one of " + words);
        });
    }

    /// Text in a grammar of its own, which `parse` refuses by [InvalidDocumentException].
    public static <T> Kind<T> text(Function<String, T> parse) {
        return new Kind<>(value -> {
            String text = STRING.read(value);
            try {
                return parse.apply(text);
            } catch (InvalidDocumentException e) {
                throw e.nameless();
            }
        });
    }

    private static <N> N integer(JsonValue value, String what, Function<String, N> parse) {
        if (value instanceof JsonValue.Numeral(String spelling)) {
            try {
                return parse.apply(spelling);
            } catch (NumberFormatException e) {
                throw InvalidDocumentException.at("", spelling, "must be " + what);
            }
        }
        throw mismatch(value, what);
    }

    /// The complaint that `value` is something else than `wanted`.
    static InvalidDocumentException mismatch(JsonValue value, String wanted) {
        String found =
                switch (value) {
                    case JsonObject _ -> "an object";
                    case JsonValue.Items _ -> "a list";
                    case JsonValue.Text _ -> "a string";
                    case JsonValue.Numeral _ -> "a number";
                    case JsonValue.Truth truth -> truth == JsonValue.Truth.TRUE ? "true" : "false";
                    case JsonValue.Nothing _ -> "null";
                };
        return InvalidDocumentException.at("", "must be " + wanted + ", but is " + found);
    }
}
