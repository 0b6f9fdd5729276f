/// The calls about images. An image has one id everywhere: the digest of its configuration.
///
/// Start with {@link dev.hako.door.cri.image.PullImage}.
///
/// Threads: a call's class is a value that any thread may ask.
@NullMarked
package dev.hako.door.cri.image;

import org.jspecify.annotations.NullMarked;
