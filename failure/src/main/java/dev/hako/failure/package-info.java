/// What every floor throws when it cannot do what it was asked: one family, told apart by its kind.
///
/// Start reading at {@link dev.hako.failure.Failure}. The package knows nothing of containers, and
/// each door maps the kinds to its own protocol's codes in one table.
@NullMarked
package dev.hako.failure;

import org.jspecify.annotations.NullMarked;
