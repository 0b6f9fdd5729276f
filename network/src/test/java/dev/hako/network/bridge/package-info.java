/// Bridges of the running kernel, as iproute2 and ping see them.
@NullMarked
package dev.hako.network.bridge;

import org.jspecify.annotations.NullMarked;
