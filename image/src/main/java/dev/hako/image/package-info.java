/// Images: where a container's root file system and its defaults come from.
///
/// Start reading at {@link dev.hako.image.Images}. An image is resolved to a value, {@link
/// dev.hako.image.Image}: layers to be put together by whoever mounts them, and the defaults of its
/// program. Nothing here mounts anything or knows what a container is.
///
/// Images are the engine's own, in {@link dev.hako.image.store.ImageStore}; `oci:DIR`,
/// `oci-archive:FILE` and `docker-archive:FILE`, which are brought into it; `rootfs:DIR`, a
/// directory that is somebody's root file system; and `host`, the machine's own programs seen
/// through an allow-list.
///
/// Threads: {@link dev.hako.image.Images} may be used from any thread; it has one lock, for making
/// the host image.
@NullMarked
package dev.hako.image;

import org.jspecify.annotations.NullMarked;
