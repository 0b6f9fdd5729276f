/// Networks between boxes, the host and the world: what they are made of in the kernel.
///
/// Start with [dev.hako.network.address.Subnet], the value that everything here is told in.
///
/// What others make networks with, plugins of the Container Network Interface, is in
/// `dev.hako.network.cni`, which alone knows JSON.
///
/// What boxes read of names is in `dev.hako.network.names`; whom they ask is
/// `dev.hako.network.dns`.
///
/// Nothing here knows containers, images or files on disk: who has which address, and for how long,
/// is its caller's to remember. Everything here can be made again from what the caller knows, so
/// that a killed engine, a flushed firewall and a reboot are one case.
@NullMarked
package dev.hako.network;

import org.jspecify.annotations.NullMarked;
