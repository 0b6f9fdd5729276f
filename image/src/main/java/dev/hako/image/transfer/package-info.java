/// Images on their way: from anywhere into a store, and from a store to anywhere.
///
/// Start reading at {@link dev.hako.image.transfer.Fetch}, which brings an image in: each layer is
/// read once, and on that one pass kept, hashed, decompressed and unpacked. {@link
/// dev.hako.image.transfer.Delivery} takes images out.
///
/// Invariants: an image has its name only once all of it is there. What has come of a layer is kept
/// when its transfer ends, however it ends, and the next one goes on from there.
///
/// Threads: layers travel four at a time, each on a platform thread, since they wait for locks and
/// disks. A {@link dev.hako.image.transfer.TransferListener} is called by them all.
@NullMarked
package dev.hako.image.transfer;

import org.jspecify.annotations.NullMarked;
