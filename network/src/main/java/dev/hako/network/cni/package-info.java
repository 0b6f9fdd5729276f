/// Networks that plugins make: the Container Network Interface, versions 0.3.0 to 1.1.0.
///
/// Start with [NetworkPlugins], which attaches a container to a network and detaches it, and with
/// [NetworkList], what an administrator wrote of that network.
///
/// A plugin is a program that somebody else wrote. It gets what the specification says and nothing
/// else: no descriptor, no variable, no signal mask of this process. It has a deadline, an end to
/// what it may say, and every word of it is read as foreign text.
///
/// An attachment is on disk before the first plugin runs ([AttachmentStore]), so that whatever a
/// plugin has taken is given back, whoever was killed in the meantime; with the result of the last
/// plugin it is there once all have run. What is detached is forgotten after the last plugin said
/// so.
///
/// Threads: all here may be called by many. Each plugin is waited for by a platform thread of its
/// own. Plugins run one at a time for one container, as the specification demands, held by a lock
/// in [NetworkPlugins]; between processes the caller holds them apart.
@NullMarked
package dev.hako.network.cni;

import org.jspecify.annotations.NullMarked;
