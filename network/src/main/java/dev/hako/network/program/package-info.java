/// What programs say that networks are made with.
///
/// Start with [Transcript], which is all there is: an output of a program, kept in memory.
@NullMarked
package dev.hako.network.program;

import org.jspecify.annotations.NullMarked;
