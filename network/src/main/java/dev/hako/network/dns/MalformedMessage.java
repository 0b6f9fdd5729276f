package dev.hako.network.dns;

/// A message that breaks the protocol's rules. Without a trace: they come by the thousand.
final class MalformedMessage extends Exception {
    private static final long serialVersionUID = 1;

    MalformedMessage(String what) {
        super(what, null, false, false);
    }
}
