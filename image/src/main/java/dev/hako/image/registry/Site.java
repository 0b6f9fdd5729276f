package dev.hako.image.registry;

import dev.hako.image.registry.configuration.Loopback;
import dev.hako.image.registry.configuration.RegistrySettings;
import dev.hako.image.registry.http.Origin;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Where a registry, or a mirror of one, may be reached.
///
/// @param name as users and their logins call it
/// @param bases addresses to be tried in this order, without `/v2/`
record Site(String name, List<URI> bases) {
    private static final String DOCKER_HUB = "docker.io";
    private static final String DOCKER_HUB_HOST = "registry-1.docker.io";

    /// A registry by its name in references. What is on this machine may do without TLS, and is
    /// first asked without; others only if that was said of them.
    static Site of(String registry, RegistrySettings settings) {
        String host = registry.equals(DOCKER_HUB) ? DOCKER_HUB_HOST : registry;
        URI https = URI.create("https://" + host);
        URI http = URI.create("http://" + host);
        if (settings.insecure()) {
            return new Site(registry, List.of(https, http));
        }
        boolean local = Loopback.is(String.valueOf(http.getHost()));
        return new Site(registry, local ? List.of(http, https) : List.of(https));
    }

    /// The places where images of a registry are fetched: its mirrors, then itself.
    static List<Site> all(String registry, RegistrySettings settings) {
        List<Site> all = new ArrayList<>();
        for (URI mirror : settings.mirrors()) {
            all.add(new Site(Origin.of(mirror).authority(), List.of(mirror)));
        }
        all.add(of(registry, settings));
        return all;
    }
}
