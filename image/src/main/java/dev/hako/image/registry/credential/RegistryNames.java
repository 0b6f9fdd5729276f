package dev.hako.image.registry.credential;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What registries are called where logins are kept.
final class RegistryNames {
    private static final String DOCKER_HUB = "docker.io";

    /// What Docker calls its own registry, since the days of the first protocol.
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

    private static final Pattern DRESS = Pattern.compile("^https?://|/v[12]/?$|/$");

    private RegistryNames() {}

    /// The name under which Docker stores a login.
    static String key(String registry) {
        return registry.equals(DOCKER_HUB) ? DOCKER_HUB_KEY : registry;
    }

    /// Whether a key of a file means a registry, or a repository of one: with `https://` or
    /// without, as programs of several ages write it.
    static boolean sameName(String key, String name) {
        return plain(key).equals(plain(name));
    }

    /// A repository and all that it is in, from the inside out: podman keeps logins for parts of
    /// registries too.
    static List<String> around(String registry, String repository) {
        List<String> names = new ArrayList<>();
        String name = repository.isEmpty() ? registry : registry + "/" + repository;
        while (name.length() > registry.length()) {
            names.add(name);
            name = name.substring(0, name.lastIndexOf('/'));
        }
        names.add(registry);
        return names;
    }

    private static String plain(String key) {
        String bare = DRESS.matcher(key).replaceAll("");
        return switch (bare) {
            case "index.docker.io", "registry-1.docker.io" -> DOCKER_HUB;
            default -> bare;
        };
    }
}
