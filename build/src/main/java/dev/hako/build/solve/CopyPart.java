package dev.hako.build.solve;

import dev.hako.build.files.Archive;
import dev.hako.build.files.Arrangement;
import dev.hako.build.files.Copying;
import dev.hako.build.files.Copying.Target;
import dev.hako.failure.Failure;
import dev.hako.image.archive.EntrySink;
import java.io.IOException;
import java.util.Optional;

/// Files that a step brings.
sealed interface CopyPart {
    /// Gives them to a sink as they are, for a fingerprint.
    void raw(EntrySink sink) throws IOException;

    /// Gives them to a sink where they are to be.
    void send(EntrySink sink, Target target) throws IOException;

    /// Files and directories.
    record Plain(Copying copying) implements CopyPart {
        private static final Target ANYWHERE = new Target("/", true, false);

        @Override
        public void raw(EntrySink sink) throws IOException {
            copying.sendTo(sink, ANYWHERE);
        }

        @Override
        public void send(EntrySink sink, Target target) throws IOException {
            copying.sendTo(sink, target);
        }
    }

    /// A file that is unpacked if it is an archive.
    ///
    /// @param path of the file
    /// @param copying what is done if it is none
    record Packed(String path, Copying copying) implements CopyPart {
        @Override
        public void raw(EntrySink sink) throws IOException {
            new Plain(copying).raw(sink);
        }

        @Override
        public void send(EntrySink sink, Target target) throws IOException {
            Optional<Archive> found = Archive.find(copying.source(), path);
            if (found.isEmpty()) {
                copying.sendTo(sink, target);
                return;
            }
            Arrangement arrangement = copying.arrangement();
            try (Archive archive = found.get()) {
                archive.sendTo(arrangement.applied(sink), target);
            } catch (Failure e) {
                throw e.during("cannot unpack \"" + path + "\"");
            }
        }
    }
}
