/// An engine's images as its users see them: found, named, removed, taken in and given out.
///
/// Start reading at {@link dev.hako.engine.library.ImageLibrary}. What an image is made of, and how
/// it travels, is the affair of {@link dev.hako.image.store} and {@link dev.hako.image.transfer};
/// here it meets containers, which may need it, and the journal of events.
///
/// Threads: any.
@NullMarked
package dev.hako.engine.library;

import org.jspecify.annotations.NullMarked;
