/// What the kubelet says, in the engine's words: one class a subject, each pure but for what it has
/// to ask the host.
///
/// Start with {@link dev.hako.door.cri.config.ContainerMapping}.
///
/// Threads: values that any thread may ask.
@NullMarked
package dev.hako.door.cri.config;

import org.jspecify.annotations.NullMarked;
