package dev.hako.door.cri.stream;

import com.google.protobuf.ByteString;
import dev.hako.cri.v1.ExecSyncRequest;
import dev.hako.cri.v1.ExecSyncResponse;
import dev.hako.door.cri.call.Unary;
import dev.hako.engine.ExecConfig;
import dev.hako.engine.Streams;
import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// `ExecSync`: runs a program and waits for its end.
public record ExecSync(Preparation preparation)
        implements Unary<ExecSyncRequest, ExecSyncResponse> {
    private static final Attachment OUTPUT =
            new Attachment(false, true, true, false, true, new byte[0]);
    private static final int SIGKILL = 9;

    /// As much of both outputs together as a message may have that the kubelet takes.
    static final int MOST_OUTPUT = (16 << 20) - (4 << 10);

    @Override
    public ExecSyncResponse answer(ExecSyncRequest question) {
        List<String> command = question.getCmdList();
        if (command.isEmpty()) {
            throw Failure.invalid("cannot exec without a command");
        }
        if (question.getTimeout() < 0) {
            throw Failure.invalid("a timeout is not negative");
        }
        ExecConfig config = ExecConfig.of(command.toArray(String[]::new));
        try (Streams program =
                Streams.exec(preparation.running(question.getContainerId()), config, OUTPUT)) {
            return run(program, time(question));
        }
    }

    private static Optional<Duration> time(ExecSyncRequest question) {
        return Optional.of(Duration.ofSeconds(question.getTimeout())).filter(Duration::isPositive);
    }

    /// Whatever ends this early ends the program.
    private static ExecSyncResponse run(Streams program, Optional<Duration> time) {
        OutputLimit limit = new OutputLimit(MOST_OUTPUT);
        OutputLimit.Kept output = limit.stream();
        OutputLimit.Kept error = limit.stream();
        try (Timeout timeout = Timeout.of(time, () -> program.kill(SIGKILL))) {
            int code = program.pump(output, error);
            timeout.check();
            return ExecSyncResponse.newBuilder()
                    .setStdout(ByteString.copyFrom(output.bytes()))
                    .setStderr(ByteString.copyFrom(error.bytes()))
                    .setExitCode(code)
                    .build();
        } catch (Failure e) {
            program.kill(SIGKILL);
            throw e;
        }
    }
}
