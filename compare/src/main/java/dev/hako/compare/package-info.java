/// Compares container runtimes: what they cost and what they keep apart, measured on this machine.
///
/// Start reading at [Comparison]. Which runtimes there are is found by [dev.hako.compare.subject];
/// how they are let compete says [dev.hako.compare.contest], how time and memory are counted
/// [dev.hako.compare.host]. [dev.hako.compare.report] writes down what came of it. Peers are talked
/// to by their public protocols alone: the OCI command line ([dev.hako.compare.oci]), CRI
/// ([dev.hako.compare.cri]), Docker's API ([dev.hako.compare.docker]); so is Hako, of whose engine
/// and isolations nothing is known here.
///
/// Invariants: every count and every wait has a bound, so that a comparison ends; what is made has
/// a name or a label by which it is found again, and goes with a [dev.hako.compare.host.Scratch].
/// One thread measures; others only where a figure is about calls at once, and one that ends what
/// hangs ([dev.hako.compare.host.Alarm]). [dev.hako.compare.host.Scratch] has the only lock.
@NullMarked
package dev.hako.compare;

import org.jspecify.annotations.NullMarked;
