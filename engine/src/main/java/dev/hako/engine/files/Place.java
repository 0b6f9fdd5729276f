package dev.hako.engine.files;

import dev.hako.kernel.Fd;
import dev.hako.kernel.NativePath;
import dev.hako.kernel.Open;

/// Where paths start, and what they may reach.
public sealed interface Place {
    /// Opens what a path leads to.
    ///
    /// @param flags of open(2), `O_NOFOLLOW` to open a link itself
    Fd open(NativePath path, int flags);

    /// The number that files of root have there.
    int rootId();

    /// Inside a root: links and `..` lead nowhere else.
    ///
    /// @param root stays its owner's
    /// @param rootId what the owner of its files is seen as who is root inside
    record InRoot(Fd root, int rootId) implements Place {
        @Override
        public Fd open(NativePath path, int flags) {
            return Open.inRoot(root, path, flags);
        }
    }

    /// On this machine, as a caller sees it who stands in a directory.
    ///
    /// @param directory stays its owner's
    record From(Fd directory) implements Place {
        @Override
        public Fd open(NativePath path, int flags) {
            return Open.openat(directory, path, flags);
        }

        @Override
        public int rootId() {
            return 0;
        }
    }
}
