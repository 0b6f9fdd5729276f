/// Places that images come from and go to: a registry, a layout, an archive, an engine's own store.
///
/// Start reading at {@link dev.hako.image.source.ImageSource}. A source gives documents (manifests,
/// indexes, configurations), which are small and read whole, and blobs, which are streams. Neither
/// is trusted: whoever takes something compares it with the descriptor that asked for it.
///
/// Threads: a source or destination may be used from several threads at once, since layers travel
/// side by side; a stream belongs to one.
@NullMarked
package dev.hako.image.source;

import org.jspecify.annotations.NullMarked;
