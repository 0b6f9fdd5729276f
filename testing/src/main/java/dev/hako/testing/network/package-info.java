/// Hosts and worlds for tests of networks: network namespaces that end with the process that holds
/// them.
///
/// Start reading at [OtherHost].
@NullMarked
package dev.hako.testing.network;

import org.jspecify.annotations.NullMarked;
