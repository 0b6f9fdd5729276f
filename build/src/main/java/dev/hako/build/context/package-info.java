/// The files that a build is given.
///
/// Start reading at {@link dev.hako.build.context.IgnoreRules}.
///
/// Invariants: names are bytes, of which those that are no UTF-8 match no character but a joker.
/// Matching takes time in proportion to the pattern and the path, whatever they are.
///
/// Threads: values only.
@NullMarked
package dev.hako.build.context;

import org.jspecify.annotations.NullMarked;
