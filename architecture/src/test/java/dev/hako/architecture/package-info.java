/// Rules that hold over all modules: who may know whom, what things are called, how long a file is.
///
/// Start with [Floor], the table of who may know whom. A new module is a new row there.
@NullMarked
package dev.hako.architecture;

import org.jspecify.annotations.NullMarked;
