/// Images in a tar archive: what `docker save` writes, what skopeo and podman call
/// `docker-archive:` and `oci-archive:`, and whatever of these is compressed.
///
/// Start reading at {@link dev.hako.image.tarball.ImageArchive}, which tells the kinds apart by
/// what is in them. What is written is both kinds at once: an image layout, and a `manifest.json`
/// for readers that know no layouts, so that digests survive the way.
///
/// An archive is never unpacked: where its members begin is found by one look through it, and they
/// are read from there. One that is compressed, or comes through a pipe, is written to a file
/// without a name first.
///
/// Threads: an archive may be read by several threads; a writer lets one in at a time.
@NullMarked
package dev.hako.image.tarball;

import org.jspecify.annotations.NullMarked;
