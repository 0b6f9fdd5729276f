package dev.hako.door.oci;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Memfd;
import dev.hako.launcher.wire.Frame;

/// What a request was compiled to.
///
/// @param plan as the launcher reads it
/// @param record `record.h`
@SuppressWarnings("ArrayRecordComponent") // It is made, sent and forgotten.
record Compiled(byte[] plan, byte[] record) {
    /// Nothing to carry out, but something to tell.
    static Compiled text(String text) {
        return new Compiled(new byte[0], new ContainerRecord().put(Section.TEXT, text).encode());
    }

    /// The same in files that nobody can change. They are the frame's.
    Frame.Compiled seal() {
        Fd sealed = Memfd.sealed("plan", plan);
        try {
            return new Frame.Compiled(sealed, Memfd.sealed("record", record));
        } catch (RuntimeException e) {
            sealed.close();
            throw e;
        }
    }
}
