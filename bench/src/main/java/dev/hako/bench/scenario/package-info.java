/// What is measured, one class per question.
///
/// Start reading at [WarmRun], whose answer matters most; [Scenario] is what all of them are, and
/// [Scenarios] lists them in the order in which they run. Each uses instances of its own and ends
/// them. They run one after the other, on one thread.
@NullMarked
package dev.hako.bench.scenario;

import org.jspecify.annotations.NullMarked;
