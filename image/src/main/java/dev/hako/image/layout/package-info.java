/// Images in a directory of this machine, as image-spec's image-layout.md has them: what skopeo,
/// podman, buildah and umoci call `oci:DIR:TAG`.
///
/// Start reading at {@link dev.hako.image.layout.ImageLayout}. Blobs are written to a temporary
/// name and renamed to their digest; the index comes last, so a layout has all that it names.
///
/// Threads: an object belongs to one thread, which it blocks. Two processes that add to one layout
/// take turns by a lock on its directory.
@NullMarked
package dev.hako.image.layout;

import org.jspecify.annotations.NullMarked;
