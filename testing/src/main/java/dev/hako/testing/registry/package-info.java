/// A real registry of images for tests: Debian's `docker-registry` on the loopback interface, open
/// or guarded by passwords or tokens, with or without TLS.
///
/// Start with {@link dev.hako.testing.registry.TestRegistry}:
///
/// ```java
/// try (var registry = new RegistrySetup(folder).start()) {
///     pull(registry.reference("library/box:latest"));
/// }
/// ```
///
/// A test class that uses it says `@NeedsProgram("docker-registry")`, and `"openssl"` besides if it
/// uses {@link dev.hako.testing.registry.TestAuthority}. What is started ends with its owner, and
/// with the JVM, however that ends.
@NullMarked
package dev.hako.testing.registry;

import org.jspecify.annotations.NullMarked;
