package dev.hako.network.cni;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.hako.failure.Failure;
import dev.hako.network.address.Addresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The fields of one JSON object, asked for by their kind. Absent, `null` and, for text, empty are
/// one thing, as they are to plugins written in Go.
///
/// @param document what it is called in messages
record Fields(String document, JsonObject object) {
    private static final int MOST_ELEMENTS = 4096;

    String required(String field) {
        return text(field)
                .orElseThrow(() -> Failure.invalid(document + ": has no \"" + field + "\""));
    }

    Optional<String> text(String field) {
        return primitive(field, JsonPrimitive::isString, "text")
                .map(JsonPrimitive::getAsString)
                .filter(text -> !text.isEmpty());
    }

    Optional<Integer> integer(String field) {
        try {
            return primitive(field, JsonPrimitive::isNumber, "a number")
                    .map(number -> number.getAsBigDecimal().intValueExact());
        } catch (NumberFormatException | ArithmeticException e) {
            throw wrong(field, "a whole number");
        }
    }

    Optional<InetAddress> address(String field) {
        return text(field).map(this::parse);
    }

    List<InetAddress> addresses(String field) {
        return texts(field).stream().map(this::parse).toList();
    }

    private InetAddress parse(String text) {
        try {
            return Addresses.parse(text);
        } catch (Failure e) {
            throw Failure.invalid(document + ": " + Documents.shown(text) + " is no IP address");
        }
    }

    /// Whether it is `true`: earlier versions write that as text too.
    boolean flag(String field) {
        return primitive(field, value -> value.isBoolean() || value.isString(), "true or false")
                .map(JsonPrimitive::getAsString)
                .filter("true"::equals)
                .isPresent();
    }

    Optional<Fields> nested(String field) {
        return value(field).map(value -> fields(field, value));
    }

    /// The objects of a list; absent is empty.
    List<Fields> objects(String field) {
        return list(field, value -> fields(field, value));
    }

    /// The texts of a list; absent is empty.
    List<String> texts(String field) {
        return list(
                field,
                value -> {
                    if (value instanceof JsonPrimitive text && text.isString()) {
                        return text.getAsString();
                    }
                    throw wrong(field, "a list of texts");
                });
    }

    private <T> List<T> list(String field, Function<JsonElement, T> kind) {
        @Nullable JsonElement value = value(field).orElse(null);
        if (value == null) {
            return List.of();
        }
        if (!value.isJsonArray() || value.getAsJsonArray().size() > MOST_ELEMENTS) {
            throw wrong(field, "a list of at most " + MOST_ELEMENTS);
        }
        var elements = new ArrayList<T>();
        value.getAsJsonArray().forEach(element -> elements.add(kind.apply(element)));
        return List.copyOf(elements);
    }

    private Fields fields(String field, JsonElement value) {
        if (!value.isJsonObject()) {
            throw wrong(field, "an object");
        }
        return new Fields(document, value.getAsJsonObject());
    }

    private Optional<JsonPrimitive> primitive(
            String field, Predicate<JsonPrimitive> kind, String name) {
        return value(field)
                .map(value -> {
                    if (value instanceof JsonPrimitive primitive && kind.test(primitive)) {
                        return primitive;
                    }
                    throw wrong(field, name);
                });
    }

    private Optional<JsonElement> value(String field) {
        return Optional.ofNullable(object.get(field)).filter(value -> !value.isJsonNull());
    }

    private Failure wrong(String field, String kind) {
        return Failure.invalid(document + ": \"" + field + "\" must be " + kind);
    }
}
