/// What every isolation must do, as tests: the same programs behave the same behind every wall.
///
/// Start with [IsolationContract]: an isolation's own test extends it and says which isolation is
/// meant. The tests run one small program, `subject.c`, in containers made by a [Stage], and hold
/// the client's end of each conversation as a [Client].
///
/// Every test has a stage of its own and one thread.
@NullMarked
package dev.hako.isolation.contract;

import org.jspecify.annotations.NullMarked;
