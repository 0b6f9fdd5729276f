/// What a user asks for: a container's configuration as plain values, the same for the command, the
/// Java API and every other door, and the form in which it is kept on disk.
///
/// Start reading at {@link dev.hako.engine.config.ContainerConfig}. Values here are checked for
/// form (units, names, ranges) when they are made; whether this host can do what they ask is found
/// out when the container is created or started. All types are immutable; builders are not shared
/// between threads.
@NullMarked
package dev.hako.engine.config;

import org.jspecify.annotations.NullMarked;
