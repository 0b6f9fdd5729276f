package dev.hako.app.build;

import dev.hako.app.caller.Caller;
import dev.hako.app.value.Csv;
import dev.hako.app.value.KeyValue;
import dev.hako.build.solve.BuildRequest.Secret;
import dev.hako.failure.Failure;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// A `--secret`: `id=NAME[,src=FILE|,env=VARIABLE]`.
public record SecretChoice(String id, Optional<String> file, Optional<String> variable) {
    private static final int MAX_BYTES = 500 << 10;

    /// Reads one.
    public static SecretChoice parse(String text) {
        Map<String, String> fields = new HashMap<>();
        for (String field : Csv.fields(text)) {
            KeyValue pair = KeyValue.parseBoth(field);
            String key =
                    switch (pair.key()) {
                        case "id", "env", "type" -> pair.key();
                        case "src", "source" -> "src";
                        default -> throw Failure.invalid("it has no field " + pair.key());
                    };
            fields.put(key, pair.value());
        }
        String type = fields.getOrDefault("type", "");
        if (!type.isEmpty() && !type.equals("file") && !type.equals("env")) {
            throw Failure.invalid("its type is neither file nor env");
        }
        Optional<String> source = Optional.ofNullable(fields.get("src"));
        Optional<String> variable = Optional.ofNullable(fields.get("env"));
        boolean named = type.equals("env") && variable.isEmpty();
        String id =
                Optional.ofNullable(fields.get("id"))
                        .or(() -> source)
                        .or(() -> variable)
                        .orElseThrow(() -> Failure.invalid("it has no id"));
        return new SecretChoice(id, named ? Optional.empty() : source, named ? source : variable);
    }

    /// What it is. Without a source it is the caller's variable of its id, or the file.
    public Secret read(Caller caller) {
        Optional<String> ofId = file.isEmpty() && variable.isEmpty() ? caller.env(id) : variable;
        if (variable.isPresent() || ofId.isPresent()) {
            String name = variable.orElse(id);
            String value =
                    caller.env(name)
                            .orElseThrow(() ->
                                    Failure.notFound(
                                            "the secret \""
                                                    + id
                                                    + "\" is the variable "
                                                    + name
                                                    + ", which is not set"));
            return new Secret(value.getBytes(StandardCharsets.UTF_8));
        }
        return new Secret(caller.directory().read(file.orElse(id), MAX_BYTES));
    }
}
