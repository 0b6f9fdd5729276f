/// What is measured, one class for each group of figures ([Group]). Each is given the field of
/// those who compete and a [Sink] for what it finds; what one of them cannot do is a gap there and
/// ends nothing. All have bounds ([Thoroughness]), and run in one thread.
@NullMarked
package dev.hako.compare.measure;

import org.jspecify.annotations.NullMarked;
