package dev.hako.app.daemon;

import dev.hako.app.caller.Caller;
import dev.hako.app.caller.WorkingDirectory;
import dev.hako.isolation.WindowSize;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.Wire;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a client sent, as its commands see it.
final class Requests {
    private Requests() {}

    /// Nothing if a word is not UTF-8, as all that goes into a container's configuration must be.
    static Optional<Caller> caller(Frame.Request request, InputStream input) {
        List<ByteBuffer> arguments = request.arguments();
        List<String> words = new ArrayList<>(arguments.size());
        for (ByteBuffer argument :
                arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
            Optional<String> word = text(argument);
            if (word.isEmpty()) {
                return Optional.empty();
            }
            words.add(word.get());
        }
        String path = text(request.workingDirectory()).orElse("");
        return Optional.of(
                new Caller(
                        words,
                        environment(request.environment()),
                        new WorkingDirectory(request.directory(), path),
                        terminal(request),
                        request.umask(),
                        input));
    }

    private static Caller.Terminal terminal(Frame.Request request) {
        return new Caller.Terminal(
                (request.flags() & Wire.REQUEST_STDIN_TERMINAL) != 0,
                (request.flags() & Wire.REQUEST_STDOUT_TERMINAL) != 0,
                (request.flags() & Wire.REQUEST_STDERR_TERMINAL) != 0,
                new WindowSize(request.rows(), request.columns()));
    }

    private static Optional<String> text(ByteBuffer bytes) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// Variables that are not UTF-8 cannot be passed on, and are only in the way of those that can.
    private static List<String> environment(List<ByteBuffer> entries) {
        List<String> environment = new ArrayList<>(entries.size());
        entries.forEach(entry -> text(entry).ifPresent(environment::add));
        return environment;
    }
}
