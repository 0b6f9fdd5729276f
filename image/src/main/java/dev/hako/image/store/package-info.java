/// An engine's own images: an image layout that other tools can read, and its layers unpacked.
///
/// Start reading at {@link dev.hako.image.store.ImageStore}. Names are entries of the layout's
/// index; an image without a name has an entry too, until somebody removes it. An image's id is the
/// digest of its configuration, as Docker has it. A name that stands for an index has an entry for
/// each image of it that is here, {@link dev.hako.image.store.ImageSet}.
///
/// Invariants: what the index names is whole, blobs and unpacked layers; it is written last. Blobs
/// and layers that nothing needs are removed only while nobody holds a {@link
/// dev.hako.image.store.Lease}: who brings images in, or makes containers of them, holds one until
/// what he has done is on record. What containers need is asked of their engine.
///
/// Threads: any. Locks, in this order: the lease's, then the index's; both are flock(2) and so hold
/// between engines.
@NullMarked
package dev.hako.image.store;

import org.jspecify.annotations.NullMarked;
