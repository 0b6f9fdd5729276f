/// From what a user asked for to what a runtime is told: a container's configuration and its image
/// become an OCI runtime spec as strong as Docker's.
///
/// Start reading at {@link dev.hako.engine.spec.SpecBuilder}, which names the parts in order; each
/// part (process, capabilities, namespaces, mounts, limits, devices) is a class of its own. What
/// cannot be had on this host or contradicts itself is refused here with the option's name, before
/// anything is made.
///
/// Threads: everything is pure but for reading users of an image and devices of the host; no locks.
@NullMarked
package dev.hako.engine.spec;

import org.jspecify.annotations.NullMarked;
