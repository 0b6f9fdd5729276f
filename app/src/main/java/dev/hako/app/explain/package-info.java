/// A container's plan in words, and how long its last start took.
///
/// Start reading at {@link dev.hako.app.explain.Explanation}. The words are made from the intents
/// of the plan's own steps, so that what is explained is what is done; only the reasons are written
/// here, and a test sees to it that every step of every golden plan has one.
///
/// Invariants: all types are immutable; nothing is started or made.
@NullMarked
package dev.hako.app.explain;

import org.jspecify.annotations.NullMarked;
