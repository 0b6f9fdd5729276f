package dev.hako.image.registry;

import dev.hako.image.registry.configuration.RegistrySettings;
import dev.hako.image.registry.http.Connections;
import dev.hako.image.registry.http.Retries;
import dev.hako.image.registry.http.UserAgent;
import dev.hako.oci.image.ImageReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Where images in registries are come by.
public final class Registries {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Retries retries;
    private final Duration patience;

    /// Registries as a user at a terminal wants them.
    public Registries() {
        this(Retries.patient(), PATIENCE);
    }

    /// @param patience how long a registry may be silent
    public Registries(Retries retries, Duration patience) {
        this.retries = retries;
        this.patience = patience;
    }

    /// An image to be fetched. Nothing is asked before its first method is.
    public RegistrySource source(ImageReference reference, Access access) {
        RegistrySettings settings = access.configuration().of(reference.registry());
        UserAgent agent = agent(access);
        List<Repository> places = new ArrayList<>();
        for (Site site : Site.all(reference.registry(), settings)) {
            places.add(repository(site, reference.repository(), agent, access));
        }
        return new RegistrySource(reference, places, agent);
    }

    /// A name that an image is to be pushed to.
    public RegistryDestination destination(ImageReference reference, Access access) {
        UserAgent agent = agent(access);
        Site site = site(reference.registry(), access);
        Repository repository = repository(site, reference.repository(), agent, access);
        return new RegistryDestination(reference, repository, agent);
    }

    /// A registry as a whole.
    ///
    /// @param registry as in references, such as `docker.io`
    public Registry registry(String registry, Access access) {
        UserAgent agent = agent(access);
        return new Registry(new Session(site(registry, access), "", agent, access.credentials()));
    }

    private static Site site(String registry, Access access) {
        return Site.of(registry, access.configuration().of(registry));
    }

    private static Repository repository(Site site, String name, UserAgent agent, Access access) {
        return new Repository(new Session(site, name, agent, access.credentials()), name);
    }

    private UserAgent agent(Access access) {
        return new UserAgent(new Connections(access.configuration()), retries, patience);
    }
}
