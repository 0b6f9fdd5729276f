/// Filters are tested by running them: [BpfMachine] is the kernel's interpreter in small, and
/// [Libseccomp] compiles the same rules for comparison.
@NullMarked
package dev.hako.kernel.seccomp;

import org.jspecify.annotations.NullMarked;
