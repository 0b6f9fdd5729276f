/// Hosts for tests: network namespaces with real programs in them.
@NullMarked
package dev.hako.network;

import org.jspecify.annotations.NullMarked;
