package dev.hako.image.registry.authentication;

import dev.hako.failure.Failure;
import dev.hako.image.registry.credential.Credential;
import dev.hako.image.registry.http.Reply;
import dev.hako.image.registry.http.UserAgent;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Knows what to show to one registry.
public final class Authenticator {
    private final String registry;
    private final boolean plain;
    private final UserAgent agent;
    private final Supplier<Optional<Credential>> credential;
    private final InstantSource clock;

    private final Map<Set<String>, Token> tokens = new HashMap<>();
    private final Map<Set<String>, Set<String>> asked = new HashMap<>();
    private Demand demand = new Demand.Nothing();
    private Optional<Credential> found = Optional.empty();
    private boolean looked;

    /// @param registry as users call it, for messages
    /// @param plain whether it does without TLS
    /// @param credential looked up when the registry asks for the first time
    public Authenticator(
            String registry,
            boolean plain,
            UserAgent agent,
            Supplier<Optional<Credential>> credential) {
        this.registry = registry;
        this.plain = plain;
        this.agent = agent;
        this.credential = credential;
        this.clock = InstantSource.system();
    }

    /// What the registry wants to see, as far as is known.
    private sealed interface Demand {
        record Nothing() implements Demand {}

        record Basic() implements Demand {}

        record Bearer(TokenServer server) implements Demand {}
    }

    /// What to put into the `Authorization` header; a token is fetched if there is none.
    ///
    /// @throws Failure `DENIED` if the credentials are not accepted
    public synchronized Optional<String> authorization(Set<String> scopes) {
        return switch (demand) {
            case Demand.Nothing _ -> Optional.empty();
            case Demand.Basic _ -> basic();
            case Demand.Bearer(TokenServer server) -> Optional.of(bearer(server, scopes));
        };
    }

    /// Takes in why a call was refused with status 401.
    ///
    /// @param sent what the call had shown
    /// @return whether the call is worth another try
    public synchronized boolean learn(Reply refused, Set<String> scopes, Optional<String> sent) {
        List<Challenge> challenges =
                refused.headers().allValues("WWW-Authenticate").stream()
                        .flatMap(header -> Challenge.parse(header).stream())
                        .toList();
        Optional<Challenge> bearer = named(challenges, "bearer");
        if (bearer.isPresent()) {
            demand = new Demand.Bearer(TokenServer.of(bearer.get(), registry, plain));
            ask(scopes, bearer.get().parameter("scope"));
            Token used = tokens.get(scopes);
            if (used != null && sent.equals(Optional.of("Bearer " + used.value()))) {
                tokens.remove(scopes);
            }
            return registryToken().isEmpty() || !sent.equals(registryToken());
        }
        demand = named(challenges, "basic").isPresent() ? new Demand.Basic() : demand;
        return sent.isEmpty() && authorization(scopes).isPresent();
    }

    private static Optional<Challenge> named(List<Challenge> challenges, String scheme) {
        return challenges.stream().filter(one -> one.scheme().equals(scheme)).findFirst();
    }

    /// A registry may call a repository by another name than its clients do.
    private void ask(Set<String> scopes, String more) {
        Set<String> all = new TreeSet<>(scopes);
        Stream.of(more.split(" ", -1))
                .filter(one ->
                        !one.isBlank() && scopes.stream().noneMatch(has -> has.startsWith(one)))
                .forEach(all::add);
        asked.put(scopes, all);
    }

    private String bearer(TokenServer server, Set<String> scopes) {
        return registryToken().orElseGet(() -> "Bearer " + token(server, scopes).value());
    }

    private Optional<String> registryToken() {
        return credential().orElse(null) instanceof Credential.RegistryToken(String token)
                ? Optional.of("Bearer " + token)
                : Optional.empty();
    }

    private Token token(TokenServer server, Set<String> scopes) {
        Token known = tokens.get(scopes);
        if (known != null && known.isGood(clock.instant())) {
            return known;
        }
        Token fresh = server.fetch(agent, credential(), asked.getOrDefault(scopes, scopes));
        tokens.put(Set.copyOf(scopes), fresh);
        return fresh;
    }

    private Optional<String> basic() {
        return credential()
                .map(shown ->
                        switch (shown) {
                            case Credential.Password password -> "Basic " + password.basic();
                            case Credential.IdentityToken _, Credential.RegistryToken _ ->
                                    throw Failure.of(
                                                    Failure.Kind.DENIED,
                                                    "cannot authenticate at \"%s\": it asks for a password, but the login has a token"
                                                            .formatted(registry))
                                            .hint("hako login " + registry);
                        });
    }

    private Optional<Credential> credential() {
        if (!looked) {
            found = credential.get();
            looked = true;
        }
        return found;
    }
}
