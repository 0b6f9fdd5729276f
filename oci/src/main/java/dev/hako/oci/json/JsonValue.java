package dev.hako.oci.json;

import java.util.List;

/// One parsed JSON value.
///
/// A number keeps its spelling, because no Java type holds both a signed and an unsigned 64-bit
/// integer; the [Kind] that reads it decides.
sealed interface JsonValue permits JsonObject, JsonValue.Leaf, JsonValue.Items {

    /// A value that holds no other value.
    sealed interface Leaf extends JsonValue {}

    record Text(String text) implements Leaf {}

    record Numeral(String spelling) implements Leaf {}

    enum Truth implements Leaf {
        TRUE,
        FALSE;

        static Truth of(boolean value) {
            return value ? TRUE : FALSE;
        }
    }

    record Items(List<JsonValue> values) implements JsonValue {
        public Items {
            values = List.copyOf(values);
        }
    }

    /// `null`. In an object it counts as absence and is not kept; in a list it is an error of every
    /// kind.
    enum Nothing implements Leaf {
        NULL
    }
}
