/// Tests of the finished distribution: what a user sees who types `hako`.
///
/// Start with [Hako], an instance of its own for each test class: its own state, its own engine.
/// The distribution is the one that this build has assembled.
@NullMarked
package dev.hako.it;

import org.jspecify.annotations.NullMarked;
