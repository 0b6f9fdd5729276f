/// The ways to run containers that this machine has. Start reading at [Field], which finds them;
/// each is a [Subject], prepared with a state, names and groups of its own, so that nothing of the
/// host's is changed.
@NullMarked
package dev.hako.compare.subject;

import org.jspecify.annotations.NullMarked;
