package dev.hako.guest.channel;

/// The guest breaks a rule of the channel, or is gone.
final class ChannelBrokenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ChannelBrokenException(String message) {
        super(message);
    }
}
