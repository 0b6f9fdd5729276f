package dev.hako.door.cri.call;

import dev.hako.failure.Failure;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What failures are called on the wire: the one place where codes are chosen.
final class Codes {
    private static final Logger LOG = LoggerFactory.getLogger(Codes.class);

    private Codes() {}

    /// What is told of anything that was thrown. A fault of ours is logged.
    static StatusRuntimeException of(RuntimeException thrown) {
        if (thrown instanceof Failure failure) {
            return code(failure)
                    .withDescription(failure.getMessage())
                    .withCause(failure)
                    .asRuntimeException();
        }
        LOG.error("a call failed", thrown);
        return Status.INTERNAL
                .withDescription("a fault in hako itself: " + thrown)
                .withCause(thrown)
                .asRuntimeException();
    }

    private static Status code(Failure failure) {
        return failure instanceof DeadlinePassed ? Status.DEADLINE_EXCEEDED : code(failure.kind());
    }

    private static Status code(Failure.Kind kind) {
        return switch (kind) {
            case NOT_FOUND -> Status.NOT_FOUND;
            case ALREADY_EXISTS -> Status.ALREADY_EXISTS;
            case INVALID -> Status.INVALID_ARGUMENT;
            // Not UNIMPLEMENTED, by which the kubelet means a call that is not there.
            case CONFLICT, UNSUPPORTED -> Status.FAILED_PRECONDITION;
            case DENIED -> Status.PERMISSION_DENIED;
            case EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case CANCELLED -> lateOrCancelled();
            // Not NOT_FOUND, by which the kubelet means the container.
            case NOT_EXECUTABLE, NO_EXECUTABLE -> Status.INVALID_ARGUMENT;
            case INTERNAL -> Status.INTERNAL;
        };
    }

    private static Status lateOrCancelled() {
        Deadline deadline = Context.current().getDeadline();
        return deadline != null && deadline.isExpired()
                ? Status.DEADLINE_EXCEEDED
                : Status.CANCELLED;
    }
}
