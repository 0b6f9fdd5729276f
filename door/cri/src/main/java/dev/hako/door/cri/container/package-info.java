/// The calls about containers.
///
/// Start with {@link dev.hako.door.cri.container.CreateContainer} and {@link
/// dev.hako.door.cri.container.ContainerStatus}.
///
/// Threads: a call's class is a value that any thread may ask.
@NullMarked
package dev.hako.door.cri.container;

import org.jspecify.annotations.NullMarked;
