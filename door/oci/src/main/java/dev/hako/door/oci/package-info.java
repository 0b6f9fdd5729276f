/// The OCI runtime command's compiler: from a bundle's `config.json` and what the command knows of
/// itself to plans that the command carries out in its own place.
///
/// Start with [Compiler]. `launcher/include/record.h` says what comes in and goes out; the command
/// is in `launcher/src/oci*.c`.
///
/// Invariants:
///
/// - No path of the caller is opened here: its mount namespace may be another.
/// - Whatever is asked, one frame answers: plans, or one sentence that says why there are none.
///
/// Threads: values are immutable, and [Compiler] may be asked by any thread.
@NullMarked
package dev.hako.door.oci;

import org.jspecify.annotations.NullMarked;
