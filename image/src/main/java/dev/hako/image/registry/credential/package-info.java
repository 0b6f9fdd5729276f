/// Who somebody is at a registry, and where that is kept: in the files and programs that Docker's
/// and podman's users have already.
///
/// Start reading at {@link dev.hako.image.registry.credential.Credentials}. A secret is never in a
/// message, nor in a text that an object gives of itself.
@NullMarked
package dev.hako.image.registry.credential;

import org.jspecify.annotations.NullMarked;
