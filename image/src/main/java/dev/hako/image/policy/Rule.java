package dev.hako.image.policy;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.Require;
import java.nio.file.Path;
import java.util.List;

/// What is asked of an image.
sealed interface Rule {
    /// Nothing.
    record Accept() implements Rule {}

    /// It may not be used.
    record Reject() implements Rule {}

    /// One of these keys has signed it.
    record Signed(List<Path> keys) implements Rule {
        public Signed {
            keys = List.copyOf(keys);
        }
    }

    /// `{"rule": "accept"}`, `{"rule": "reject"}`, `{"rule": "signed", "keys": ["/etc/team.pub"]}`.
    static Rule read(JsonObject in) {
        in.allow("rule", "keys");
        String word = in.required("rule", STRING);
        List<String> keys = in.list("keys", STRING);
        Require.that(
                keys.isEmpty() != word.equals("signed"),
                "keys",
                "a rule \"signed\" needs keys, and no other rule has any");
        return switch (word) {
            case "accept" -> new Accept();
            case "reject" -> new Reject();
            case "signed" ->
                    new Signed(Require.absolutes("keys", keys).stream().map(Path::of).toList());
            default -> {
                Require.that(false, "rule", word, "must be one of accept, reject, signed");
                throw new AssertionError(word);
            }
        };
    }
}
