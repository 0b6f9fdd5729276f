/// What containers use, as `hako stats` shows it.
///
/// Start reading at {@link dev.hako.app.stats.Watch}. The kernel counts whether or not somebody
/// looks; here it is only read, and only while somebody watches.
@NullMarked
package dev.hako.app.stats;

import org.jspecify.annotations.NullMarked;
