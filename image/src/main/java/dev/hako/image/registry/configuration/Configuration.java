package dev.hako.image.registry.configuration;

import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that is said about registries, for one who asks.
///
/// @param registries by host and optional port
/// @param proxyRules which proxies are used
/// @param certificates directories that have one directory for each registry, most important first
public record Configuration(
        Map<String, RegistrySettings> registries, ProxyRules proxyRules, List<Path> certificates) {
    /// Of the whole machine, and shared with Docker and podman where the files are theirs.
    private static final List<Path> SYSTEM_CERTIFICATES =
            List.of(
                    Path.of("/etc/hako/certs.d"),
                    Path.of("/etc/containers/certs.d"),
                    Path.of("/etc/docker/certs.d"));

    private static final Path SYSTEM_REGISTRIES = Path.of("/etc/hako/registries.json");

    /// Nothing is said.
    public static final Configuration NONE =
            new Configuration(Map.of(), ProxyRules.NONE, List.of());

    public Configuration {
        registries = Map.copyOf(registries);
        certificates = List.copyOf(certificates);
    }

    /// Reads the files of the machine and of a user, of which the user's count first.
    public static Configuration read(Environment environment) {
        RegistriesFile file = RegistriesFile.read(SYSTEM_REGISTRIES);
        List<Path> certificates = new ArrayList<>(SYSTEM_CERTIFICATES);
        if (environment.configHome().isPresent()) {
            Path home = environment.configHome().get().resolve("hako");
            file = RegistriesFile.read(home.resolve("registries.json")).over(file);
            certificates.addFirst(home.resolve("certs.d"));
        }
        ProxyRules proxies = file.proxies().orElseGet(() -> ProxyRules.of(environment));
        return new Configuration(file.registries(), proxies, certificates);
    }

    /// What is said about a registry.
    ///
    /// @param host with its port, if it has one
    public RegistrySettings of(String host) {
        return registries.getOrDefault(host, RegistrySettings.NONE);
    }

    /// Whom to trust, and what to show, in a connection to a server.
    public Tls tls(String host) {
        return Tls.find(certificates, host, of(host).insecure());
    }

    /// The proxy through which a server is reached, if it is through one.
    public Optional<WebProxy> proxyTo(URI target) {
        return proxyRules.proxyTo(target);
    }

    /// The proxies as the JDK asks for them.
    public ProxySelector proxies() {
        return proxyRules.selector();
    }
}
