package dev.hako.engine.files;

import dev.hako.kernel.NativePath;

/// A file of a container that is not as it is in its image.
///
/// @param path absolute in the container
public record Change(Kind kind, NativePath path) {
    /// In which way.
    public enum Kind {
        ADDED('A'),
        CHANGED('C'),
        DELETED('D');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /// Docker's letter for it.
        public char letter() {
            return letter;
        }
    }
}
