/// What a guest kernel is started with: the archive that its first files come in, and its command
/// line.
///
/// Start reading at {@link dev.hako.guest.boot.Initrd}.
///
/// Invariants: equal files give equal archives.
///
/// Threads: values only.
@NullMarked
package dev.hako.guest.boot;

import org.jspecify.annotations.NullMarked;
