package dev.hako.image.registry.authentication;

import dev.hako.failure.Failure;
import dev.hako.image.registry.credential.Credential;
import dev.hako.image.registry.http.Body;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Foreign;
import dev.hako.image.registry.http.Origin;
import dev.hako.image.registry.http.Refusal;
import dev.hako.image.registry.http.Reply;
import dev.hako.image.registry.http.UserAgent;
import dev.hako.oci.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a registry sends its clients for tokens.
///
/// @param registry as users call it, for messages
/// @param realm the server's address
/// @param service what the registry calls itself there
record TokenServer(String registry, URI realm, String service) {
    private static final int MOST_BYTES = 1 << 18;
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String CLIENT = "hako";

    /// Reads a challenge.
    ///
    /// @param plain whether the registry itself does without TLS
    static TokenServer of(Challenge challenge, String registry, boolean plain) {
        String text = challenge.parameter("realm");
        try {
            URI realm = URI.create(text);
            if (realm.getHost() != null && List.of("http", "https").contains(realm.getScheme())) {
                requireTls(realm, registry, plain);
                return new TokenServer(registry, realm, challenge.parameter("service"));
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw Failure.invalid(
                "cannot authenticate at \"%s\": its token server \"%s\" has no address"
                        .formatted(registry, Foreign.text(text)));
    }

    private static void requireTls(URI realm, String registry, boolean plain) {
        if (Origin.of(realm).isPlain() && !plain) {
            throw Failure.of(
                            Failure.Kind.DENIED,
                            "cannot authenticate at \"%s\": its token server \"%s\" would hear your password in the clear"
                                    .formatted(registry, Origin.of(realm).authority()))
                    .hint("the registry has to name a token server with TLS");
        }
    }

    /// Fetches a token.
    Token fetch(UserAgent agent, Optional<Credential> credential, Set<String> scopes) {
        try (Reply reply = ask(agent, credential, scopes)) {
            if (reply.status() != 200) {
                throw refused(reply, credential);
            }
            Instant now = Instant.now();
            return Json.read(
                    "answer of the token server " + Origin.of(realm).authority(),
                    reply.bytes(MOST_BYTES),
                    in -> Token.read(in, now));
        } catch (IOException e) {
            throw Failure.of(Failure.Kind.UNAVAILABLE, intent() + ": the answer broke off", e);
        }
    }

    private Failure refused(Reply reply, Optional<Credential> credential) {
        boolean known = credential.isPresent();
        return known && (reply.status() == 401 || reply.status() == 403 || reply.status() == 400)
                ? Failure.of(Failure.Kind.DENIED, intent() + ": the login is not accepted")
                        .hint("hako login " + registry)
                : Refusal.of(reply, registry);
    }

    private Reply ask(UserAgent agent, Optional<Credential> credential, Set<String> scopes) {
        if (credential.orElse(null) instanceof Credential.IdentityToken(String token)) {
            return agent.send(exchange(token, scopes), Optional.empty());
        }
        Optional<String> basic =
                credential.map(shown -> "Basic " + ((Credential.Password) shown).basic());
        return agent.send(Call.of(intent(), "GET", withQuery(scopes)), basic);
    }

    private URI withQuery(Set<String> scopes) {
        List<String> pairs = new ArrayList<>();
        if (!service.isEmpty()) {
            pairs.add(pair("service", service));
        }
        scopes.forEach(scope -> pairs.add(pair("scope", scope)));
        String before = realm.getRawQuery() == null ? "?" : "&";
        return pairs.isEmpty() ? realm : URI.create(realm + before + String.join("&", pairs));
    }

    /// RFC 6749, section 6, as Docker's oauth.md has it.
    private Call exchange(String identityToken, Set<String> scopes) {
        String form =
                String.join(
                        "&",
                        pair("grant_type", "refresh_token"),
                        pair("service", service),
                        pair("client_id", CLIENT),
                        pair("scope", String.join(" ", scopes)),
                        pair("refresh_token", identityToken));
        return Call.of(intent(), "POST", realm)
                .body(Body.of(FORM, form.getBytes(StandardCharsets.UTF_8)));
    }

    private String intent() {
        return "cannot get a token for \"" + registry + "\" from " + Origin.of(realm).authority();
    }

    private static String pair(String name, String value) {
        return name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
