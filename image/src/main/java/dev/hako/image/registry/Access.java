package dev.hako.image.registry;

import dev.hako.image.registry.configuration.Configuration;
import dev.hako.image.registry.configuration.Environment;
import dev.hako.image.registry.credential.Credentials;
import dev.hako.image.registry.credential.DockerCredentials;

/// With whose rights a registry is used.
///
/// @param credentials who asks
/// @param configuration what has been said about registries
public record Access(Credentials credentials, Configuration configuration) {
    /// Nobody's: without credentials, proxies and files.
    public static final Access ANONYMOUS = new Access(Credentials.NONE, Configuration.NONE);

    /// What somebody's environment leads to: his logins, his and the machine's configuration. The
    /// files are read by this process, which must have no more rights than he has.
    public static Access of(Environment environment) {
        return new Access(DockerCredentials.of(environment), Configuration.read(environment));
    }

    /// The same with other credentials.
    public Access with(Credentials others) {
        return new Access(others, configuration);
    }
}
