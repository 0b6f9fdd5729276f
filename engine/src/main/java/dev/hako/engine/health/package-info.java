/// Whether a container works, as its health check says.
///
/// Start reading at {@link dev.hako.engine.health.HealthRule}, which is pure: what a probe's
/// outcome makes of a health, and when the next probe is due. Who runs probes is the engine.
///
/// Threads: all types are immutable.
@NullMarked
package dev.hako.engine.health;

import org.jspecify.annotations.NullMarked;
