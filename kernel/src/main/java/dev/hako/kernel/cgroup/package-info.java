/// Control groups: what the host has, and the directories of control files in it.
///
/// Start with [CgroupHost], which finds the hierarchies; a [Cgroup] is one directory of one of
/// them. Version 1, version 2 and hosts that have both are equal citizens; what differs is decided
/// by [Hierarchy.Version] in the one method that needs to know.
///
/// Source: the kernel's admin guide, `cgroup-v1` and `cgroup-v2`, and cgroups(7). Nothing here is
/// cached: every method reads or writes the control file it is about.
@NullMarked
package dev.hako.kernel.cgroup;

import org.jspecify.annotations.NullMarked;
