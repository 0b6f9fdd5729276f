/// What tests of several modules share: what a test needs from its machine, waiting, and being
/// another user.
///
/// Start with [NeedsRoot]. A test says by annotation what it needs; where that is missing the test
/// is skipped with a reason that begins with `needs `. `./dev test` prints every such reason and
/// fails on a skip that this machine does not explain.
@NullMarked
package dev.hako.testing;

import org.jspecify.annotations.NullMarked;
