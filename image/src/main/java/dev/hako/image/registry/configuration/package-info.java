/// What a user and the machine's owner have said about registries: mirrors, which may do without
/// TLS, whom to trust, proxies.
///
/// Start reading at {@link dev.hako.image.registry.configuration.Configuration}. It is read for
/// each request, from the environment and the files of whoever asks, never from the engine's own.
///
/// Everything here is immutable: no locks.
@NullMarked
package dev.hako.image.registry.configuration;

import org.jspecify.annotations.NullMarked;
