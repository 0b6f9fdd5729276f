/// Hashes by the machine's own libcrypto, where it has one.
///
/// Start reading at {@link dev.hako.kernel.crypto.QuickDigests}. The JDK's SHA-256 is as quick as
/// libcrypto's only if its second compiler is there, which an engine does without to stay small:
/// then a second of hashing takes fifteen. So whoever hashes much asks for this first. Everybody
/// else gets it by the usual way of {@link java.security.MessageDigest}, and the JDK's where there
/// is no libcrypto.
///
/// Threads: a digest belongs to one thread at a time, as any.
@NullMarked
package dev.hako.kernel.crypto;

import org.jspecify.annotations.NullMarked;
