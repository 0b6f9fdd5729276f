/// Addresses as values: ranges of them, and addresses within one.
///
/// Start with [Subnet]. All values are immutable.
@NullMarked
package dev.hako.network.address;

import org.jspecify.annotations.NullMarked;
