package dev.hako.door.cri.call;

import dev.hako.failure.Failure;

/// What the caller himself has limited has taken too long.
public final class DeadlinePassed extends Failure {
    private static final long serialVersionUID = 1;

    public DeadlinePassed(String text) {
        super(Kind.CANCELLED, text);
    }
}
