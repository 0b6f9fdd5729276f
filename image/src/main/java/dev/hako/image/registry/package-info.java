/// Images in registries: the client's side of OCI's distribution-spec 1.1, and of what Docker's
/// registries do besides.
///
/// Start reading at {@link dev.hako.image.registry.Registries}, which makes a {@link
/// dev.hako.image.registry.RegistrySource} or a {@link dev.hako.image.registry.RegistryDestination}
/// of a reference. Each has the connections, tokens and credentials of one transfer, and drops them
/// when it is closed: an engine without transfers has none of it in memory. Below them is one small
/// class for each endpoint of the specification, then {@link dev.hako.image.registry.Session},
/// which authenticates, then the package `http`.
///
/// Invariants: credentials go to the registry they are for and to nobody else; nothing of a server
/// is read without a limit; a document is what its digest and its media type say, or it is refused.
/// A blob is only as long as its descriptor says; whoever takes it compares its digest.
///
/// Threads: everything here may be used from several threads, which block; all may be virtual.
@NullMarked
package dev.hako.image.registry;

import org.jspecify.annotations.NullMarked;
