/// From a runtime specification to a plan: the ordered list of system calls that starts a
/// container.
@NullMarked
package dev.hako.plan;

import org.jspecify.annotations.NullMarked;
