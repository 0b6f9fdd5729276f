package dev.hako.network.cni;

import com.google.gson.JsonObject;
import dev.hako.failure.Failure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A container that is to be attached to a network.
///
/// @param networkNamespace a file that plugins can open the container's network namespace by
/// @param arguments `CNI_ARGS`: what tools of old handed over by name
/// @param capabilities what plugins are told that have the capability
public record Attachment(
        AttachmentId id,
        Path networkNamespace,
        Map<String, String> arguments,
        List<Capability> capabilities) {
    private static final Pattern ARGUMENT = Pattern.compile("[^;=\\p{Cntrl}]{1,4096}");

    public Attachment {
        arguments = new TreeMap<>(arguments);
        capabilities = List.copyOf(capabilities);
        arguments.forEach((name, value) -> {
            if (!ARGUMENT.matcher(name).matches() || !ARGUMENT.matcher(value).matches()) {
                throw Failure.invalid(
                        Documents.shown(name + "=" + value) + " is no argument for plugins");
            }
        });
    }

    /// One without arguments and capabilities.
    public static Attachment of(AttachmentId id, Path networkNamespace) {
        return new Attachment(id, networkNamespace, Map.of(), List.of());
    }

    /// The same with these capabilities.
    public Attachment with(Capability... told) {
        return new Attachment(id, networkNamespace, arguments, List.of(told));
    }

    String joinedArguments() {
        return arguments.entrySet().stream()
                .map(argument -> argument.getKey() + "=" + argument.getValue())
                .collect(Collectors.joining(";"));
    }

    JsonObject runtimeConfig() {
        var config = new JsonObject();
        capabilities.forEach(capability -> config.add(capability.key(), capability.json()));
        return config;
    }
}
