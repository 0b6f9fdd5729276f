/// Contenders that do the same work in turns, so that a noisy machine treats them alike.
///
/// Start reading at [Interleaved]. A [Contender] knows how to do its work once; it knows nothing of
/// the others and of how often it is asked. One thread runs them all.
@NullMarked
package dev.hako.compare.contest;

import org.jspecify.annotations.NullMarked;
