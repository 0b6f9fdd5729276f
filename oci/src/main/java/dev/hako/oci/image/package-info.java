/// Images as documents: what the OCI image specification 1.1.1 and Docker's schema 2 say in JSON,
/// and how images, contents and machines are named.
///
/// Start at [ImageReference] for names, at [Manifest] for documents. A document is named by the
/// [Digest] of its bytes as they were received: records are for reading, and for writing what is
/// new, never for writing back what came from elsewhere.
///
/// Invariants: as in [dev.hako.oci.runtime]; besides, every [Platform] is in its normal form.
@NullMarked
package dev.hako.oci.image;

import org.jspecify.annotations.NullMarked;
