/// Layouts of hosts as texts, and the groups of the running one.
@NullMarked
package dev.hako.kernel.cgroup;

import org.jspecify.annotations.NullMarked;
