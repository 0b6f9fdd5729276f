package dev.hako.image.registry.credential;

import java.util.Optional;

/// Somebody's credentials.
@FunctionalInterface
public interface Credentials {
    /// Nobody's.
    Credentials NONE = (_, _) -> Optional.empty();

    /// What to show for a repository.
    ///
    /// @param registry as references have it, such as `docker.io`
    /// @param repository such as `library/box`; empty for the registry as a whole
    Optional<Credential> find(String registry, String repository);

    /// The same for everything.
    static Credentials of(Credential credential) {
        return (_, _) -> Optional.of(credential);
    }
}
