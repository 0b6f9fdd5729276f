/// Network namespaces of the running kernel.
@NullMarked
package dev.hako.network.namespace;

import org.jspecify.annotations.NullMarked;
