package dev.hako.isolation.monitor;

import dev.hako.isolation.Attachment;
import dev.hako.launcher.wire.Wire;

/// An [Attachment] as the flags of a `struct wire_attach`.
final class AttachFlags {
    private AttachFlags() {}

    static int of(Attachment attachment) {
        return when(attachment.input(), Wire.ATTACH_STDIN)
                | when(attachment.output(), Wire.ATTACH_STDOUT)
                | when(attachment.error(), Wire.ATTACH_STDERR)
                | when(attachment.signals(), Wire.ATTACH_SIGNALS)
                | when(attachment.lossless(), Wire.ATTACH_LOSSLESS);
    }

    private static int when(boolean set, int flag) {
        return set ? flag : 0;
    }
}
