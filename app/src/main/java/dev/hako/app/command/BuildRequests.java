package dev.hako.app.command;

import dev.hako.app.build.Materials;
import dev.hako.app.build.SecretChoice;
import dev.hako.app.caller.Caller;
import dev.hako.app.cli.ParsedLine;
import dev.hako.app.container.ContainerFlags;
import dev.hako.app.container.EgressFlags;
import dev.hako.build.dockerfile.Dockerfile;
import dev.hako.build.solve.BuildRequest;
import dev.hako.engine.Engine;
import dev.hako.failure.Failure;
import dev.hako.oci.image.ImageReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a line of `hako build` asks for.
///
/// @param shell that is entered where a program has failed
record BuildRequests(Engine engine, Invocation invocation, Optional<BuildShell> shell) {
    private static final String EPOCH = "SOURCE_DATE_EPOCH";

    /// All of it.
    BuildRequest of(Materials materials) {
        ParsedLine line = invocation.line();
        return of(
                materials,
                materials.context().dockerfile(),
                line.value(BuildCommand.TARGET),
                line.values(BuildCommand.TAG));
    }

    /// One that makes something on the way.
    BuildRequest of(Materials materials, Dockerfile file, String target) {
        return of(materials, file, Optional.of(target), List.of());
    }

    private BuildRequest of(
            Materials materials,
            Dockerfile file,
            Optional<String> target,
            List<ImageReference> names) {
        ParsedLine line = invocation.line();
        Caller caller = invocation.caller();
        Map<String, String> arguments = arguments(line, caller);
        Map<String, String> labels = new HashMap<>(materials.labels());
        line.values(BuildCommand.LABEL).forEach(label -> labels.put(label.key(), label.value()));
        return new BuildRequest(
                file,
                new BuildRequest.Sources(materials.context().files(), materials.contexts().named()),
                new BuildRequest.Goal(target, line.value(PullCommand.PLATFORM), names, labels),
                new BuildRequest.ImageOrigin(
                        Registered.of(engine, caller),
                        Registered.access(caller),
                        line.flag(BuildCommand.PULL)),
                new BuildRequest.Programs(
                        network(line, caller),
                        line.value(ContainerFlags.ISOLATION),
                        EgressFlags.read(line),
                        shell.map(each -> each)),
                arguments,
                secrets(line, caller),
                !line.flag(BuildCommand.NO_CACHE),
                Optional.ofNullable(arguments.get(EPOCH))
                        .or(() -> caller.env(EPOCH))
                        .map(BuildRequests::epoch)
                        .or(materials::epoch));
    }

    /// Values on the line, or of the caller's variables.
    private static Map<String, String> arguments(ParsedLine line, Caller caller) {
        Map<String, String> arguments = new HashMap<>();
        for (String text : line.values(BuildCommand.ARGUMENT)) {
            int equals = text.indexOf('=');
            if (equals > 0) {
                arguments.put(text.substring(0, equals), text.substring(equals + 1));
            } else if (!text.isEmpty() && equals < 0) {
                caller.env(text).ifPresent(value -> arguments.put(text, value));
            } else {
                throw Failure.invalid("--build-arg \"" + text + "\" has no name");
            }
        }
        return arguments;
    }

    private static Map<String, BuildRequest.Secret> secrets(ParsedLine line, Caller caller) {
        Map<String, BuildRequest.Secret> secrets = new HashMap<>();
        List<SecretChoice> given = new ArrayList<>(line.values(BuildCommand.SECRET));
        given.forEach(secret -> secrets.put(secret.id(), secret.read(caller)));
        return secrets;
    }

    private static Optional<String> network(ParsedLine line, Caller caller) {
        return line.value(BuildCommand.NETWORK)
                .filter(name -> !name.equals("default"))
                .or(() -> caller.env("HAKO_NETWORK"))
                .filter(name -> !name.isEmpty());
    }

    private static Instant epoch(String seconds) {
        if (!seconds.matches("\\d{1,11}")) {
            throw Failure.invalid(EPOCH + " \"" + seconds + "\" is no number of seconds");
        }
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
