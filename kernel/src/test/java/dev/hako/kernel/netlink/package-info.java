/// Messages as bytes, and the network of the running kernel in a namespace of its own.
@NullMarked
package dev.hako.kernel.netlink;

import org.jspecify.annotations.NullMarked;
