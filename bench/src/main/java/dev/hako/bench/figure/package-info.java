/// What was measured, as numbers and as the lines of a report: no clocks, no processes, no files.
///
/// Start reading at [Report]. Values are `double`s in the base unit of their [Unit]: microseconds,
/// bytes, or a count per second. Everything here is immutable.
@NullMarked
package dev.hako.bench.figure;

import org.jspecify.annotations.NullMarked;
