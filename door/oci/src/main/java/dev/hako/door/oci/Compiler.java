package dev.hako.door.oci;

import dev.hako.failure.Failure;
import dev.hako.launcher.wire.Frame;
import dev.hako.launcher.wire.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Answers the OCI runtime command.
public final class Compiler {
    /// `enum record_verb`.
    private static final int CREATE = 1;

    private static final int EXEC = 2;
    private static final int UPDATE = 3;
    private static final int FEATURES = 4;
    private static final int TEMPLATE = 5;

    private final byte[] buildId;

    /// @param buildId of this distribution; a command of another is sent away
    public Compiler(byte[] buildId) {
        this.buildId = buildId.clone();
    }

    /// Compiles what is asked for.
    ///
    /// @return [Frame.Compiled], whose descriptors are the caller's to close, [Frame.Refused] with
    ///   one sentence, or [Frame.Stale]
    public Frame answer(Frame.Compile request) {
        if (!isOfThisBuild(request)) {
            return new Frame.Stale();
        }
        try {
            return compile(request).seal();
        } catch (Failure e) {
            return refused(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return refused("this is a bug in Hako: " + e);
        }
    }

    private boolean isOfThisBuild(Frame.Compile request) {
        byte[] theirs = new byte[request.buildId().remaining()];
        request.buildId().duplicate().get(theirs);
        return request.version() == Wire.VERSION && Arrays.equals(theirs, buildId);
    }

    private static Compiled compile(Frame.Compile request) {
        return switch (request.verb()) {
            case CREATE -> new CreateRequest(request).compile();
            case EXEC -> new ExecRequest(request).compile();
            case UPDATE -> new UpdateRequest(request).compile();
            case FEATURES -> FeaturesRequest.compile();
            case TEMPLATE -> new TemplateRequest(request).compile();
            default -> throw Failure.invalid("there is no verb " + request.verb());
        };
    }

    private static Frame refused(String sentence) {
        byte[] bytes = sentence.getBytes(StandardCharsets.UTF_8);
        int size = Math.min(bytes.length, Wire.MAX_TEXT);
        return new Frame.Refused(ByteBuffer.wrap(bytes, 0, size));
    }
}
