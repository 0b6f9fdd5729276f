/// Ports of the running kernel, and the programs that have them.
@NullMarked
package dev.hako.network.port;

import org.jspecify.annotations.NullMarked;
