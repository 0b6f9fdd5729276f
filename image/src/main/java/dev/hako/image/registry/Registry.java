package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Refusal;
import dev.hako.image.registry.http.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/// A registry as a whole.
public final class Registry implements AutoCloseable {
    private final Session session;

    Registry(Session session) {
        this.session = session;
    }

    /// Whether the registry takes the credentials (distribution-spec, "Determining Support").
    ///
    /// @throws dev.hako.failure.Failure `DENIED` if it does not
    public void check() {
        String intent = "cannot log in at \"" + session.registry() + "\"";
        Call call = Call.of(intent, "GET", session.uri("/v2/"));
        try (Reply reply = session.send(call)) {
            if (reply.status() == 401) {
                throw Failure.of(
                        Failure.Kind.DENIED, intent + ": the registry does not accept the login");
            }
            if (reply.status() != 200) {
                throw Refusal.of(reply, session.registry());
            }
        }
    }

    /// The names of its repositories, as far as it tells them: `GET /v2/_catalog`, of Docker's
    /// registry.
    public List<String> repositories() throws IOException {
        String intent = "cannot list the repositories of \"" + session.registry() + "\"";
        Call call =
                Call.of(intent, "GET", session.uri("/v2/_catalog?n=" + Pages.SIZE))
                        .scopes(Set.of("registry:catalog:*"));
        return new Pages(session).names(call, "repositories");
    }

    @Override
    public void close() {
        session.agent().close();
    }
}
