/// Linux as Java sees it: system calls, their structures, and owners for what they return.
@NullMarked
package dev.hako.kernel;

import org.jspecify.annotations.NullMarked;
