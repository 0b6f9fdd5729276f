/// Numbers that were measured: many of one thing ([Samples]), two against each other ([Ratio]), and
/// how people read them ([Unit], [Table]). Values without any state; any thread may use them.
@NullMarked
package dev.hako.compare.figure;

import org.jspecify.annotations.NullMarked;
