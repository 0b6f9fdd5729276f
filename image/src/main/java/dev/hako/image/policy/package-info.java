/// Which images may be used: what their users have said about registries and repositories, and
/// signatures that prove who made an image.
///
/// Start reading at {@link dev.hako.image.policy.Policy}. A signature is cosign's, made with a key:
/// a small JSON document says which digest is signed under which name, and lies in the image's
/// repository with the signature over its bytes.
///
/// Invariants: what is not understood does not admit anything; nothing that a registry says counts
/// before a key has proved it; a policy file that cannot be read stops everything.
///
/// Everything here is immutable: no locks.
@NullMarked
package dev.hako.image.policy;

import org.jspecify.annotations.NullMarked;
