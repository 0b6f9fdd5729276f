/// The small part of JSON that OCI documents need: bounded, strict, without reflection.
///
/// Start at [Json]. Text becomes a tree of [JsonValue]s within fixed limits; a record then picks
/// its fields from a [JsonObject], one line a field, each with a [Kind] that says what the field
/// must be. Writing is the mirror image: a [JsonRecord] puts its fields into an [ObjectWriter].
///
/// Invariants: a tree never holds a duplicate field, an unpaired surrogate, or more than the limits
/// in [Json] allow. What is wrong is told by an [InvalidDocumentException] that names the place.
/// Records throw it with the name of their own field only; each enclosing object puts its own name
/// in front while the exception passes.
///
/// Everything here is immutable or confined to its caller: no locks.
@NullMarked
package dev.hako.oci.json;

import org.jspecify.annotations.NullMarked;
