/// One command in several isolations of Hako's, and whether it does the same in all of them. Start
/// reading at [Trial], which has it run by the public command line ([HakoLine]); what a run has
/// done is a [Behaviour], and a [Verdict] says where two of them differ.
///
/// Invariants: a run has a time, and of what it says and writes as much is kept as a bound allows;
/// containers have names that begin with `hako-compare-`, and go with a
/// [dev.hako.compare.host.Scratch]. One thread runs them in turn; two others read a command's
/// streams and end with it.
@NullMarked
package dev.hako.compare.equality;

import org.jspecify.annotations.NullMarked;
