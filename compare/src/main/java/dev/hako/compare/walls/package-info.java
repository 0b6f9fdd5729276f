/// What keeps a container apart from the host, by what a program in it has tried: [Walls] is read
/// from what `hako-probe` prints there, and compared with what this process sees of the host
/// itself.
@NullMarked
package dev.hako.compare.walls;

import org.jspecify.annotations.NullMarked;
