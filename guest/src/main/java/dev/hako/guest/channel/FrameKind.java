package dev.hako.guest.channel;

import java.util.Optional;

/// What a frame is; the names and numbers of `channel.h`.
enum FrameKind {
    RUN(1),
    PLAN(2),
    POWER_OFF(3),
    DATA(8),
    END(9),
    CREDIT(10),
    READY(16),
    TAKEN(17),
    EXITED(18);

    private final int number;

    FrameKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Optional<FrameKind> of(int number) {
        for (FrameKind kind : values()) {
            if (kind.number == number) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
