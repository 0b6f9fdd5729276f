/// The packet filter of the running kernel, in namespaces of each test's own.
@NullMarked
package dev.hako.kernel.netfilter;

import org.jspecify.annotations.NullMarked;
