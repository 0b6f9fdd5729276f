package dev.hako.launcher.wire;

/// The peer broke a rule of the wire: it is to be disconnected.
public final class BrokenFrameException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokenFrameException(String message) {
        super(message);
    }
}
