package dev.hako.image.registry;

import dev.hako.image.registry.authentication.Authenticator;
import dev.hako.image.registry.credential.Credentials;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Origin;
import dev.hako.image.registry.http.Reply;
import dev.hako.image.registry.http.UserAgent;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Talks to one registry for one repository, and proves to it who asks.
final class Session {
    private final Site site;
    private final String repository;
    private final UserAgent agent;
    private final Credentials credentials;
    private @Nullable Reached reached;

    Session(Site site, String repository, UserAgent agent, Credentials credentials) {
        this.site = site;
        this.repository = repository;
        this.agent = agent;
        this.credentials = credentials;
    }

    /// The address that worked, and how to authenticate there.
    private record Reached(URI base, Authenticator authenticator) {}

    UserAgent agent() {
        return agent;
    }

    /// The registry's name.
    String registry() {
        return site.name();
    }

    /// The address of something there.
    ///
    /// @param path such as `/v2/`
    URI uri(String path) {
        return URI.create(reached().base() + path);
    }

    /// Makes a call, of an address of this registry or of one that it sends us to.
    ///
    /// @return the answer, whatever its status
    Reply send(Call call) {
        Authenticator authenticator = reached().authenticator();
        boolean own = Origin.of(call.uri()).equals(Origin.of(reached().base()));
        if (!own) {
            return agent.send(call, Optional.empty());
        }
        Optional<String> shown = authenticator.authorization(call.scopes());
        Reply reply = agent.send(call, shown);
        boolean refused =
                reply.status() == 401 && Origin.of(reply.uri()).equals(Origin.of(call.uri()));
        if (refused && authenticator.learn(reply, call.scopes(), shown)) {
            reply.close();
            return agent.send(call, authenticator.authorization(call.scopes()));
        }
        return reply;
    }

    private synchronized Reached reached() {
        if (reached == null) {
            URI base = base();
            boolean plain = Origin.of(base).isPlain();
            reached =
                    new Reached(
                            base,
                            new Authenticator(
                                    site.name(),
                                    plain,
                                    agent,
                                    () -> credentials.find(site.name(), repository)));
        }
        return reached;
    }

    /// The first address where a registry is found. If there is none, the first that may have one
    /// is to fail in earnest.
    private URI base() {
        URI fallback = site.bases().getFirst();
        if (site.bases().size() == 1) {
            return fallback;
        }
        for (URI base : site.bases()) {
            switch (agent.probe(ping(base))) {
                case SERVER -> {
                    return base;
                }
                case TLS -> fallback = URI.create("https://" + base.getRawAuthority());
                case NOTHING -> {
                    // The next one is looked at.
                }
            }
        }
        return fallback;
    }

    private static URI ping(URI base) {
        return URI.create(base + "/v2/");
    }
}
