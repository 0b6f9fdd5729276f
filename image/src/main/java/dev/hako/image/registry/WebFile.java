package dev.hako.image.registry;

import dev.hako.failure.Failure;
import dev.hako.image.registry.http.Call;
import dev.hako.image.registry.http.Connections;
import dev.hako.image.registry.http.Reply;
import dev.hako.image.registry.http.Retries;
import dev.hako.image.registry.http.UserAgent;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/// A file of the web, as it comes: through the proxies and with the certificates of registries.
public final class WebFile implements AutoCloseable {
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final UserAgent agent;
    private final Reply reply;

    private WebFile(UserAgent agent, Reply reply) {
        this.agent = agent;
        this.reply = reply;
    }

    /// An address of the web.
    ///
    /// @param uri without a password
    /// @param authorization what a server is told that asks who it is
    public record Address(URI uri, Optional<String> authorization) {
        /// Reads `http://HOST/…` or `https://[USER:PASSWORD@]HOST/…`; empty if it is of another
        /// kind.
        ///
        /// @throws Failure `INVALID` if it cannot be an address
        public static Optional<Address> parse(String text) {
            return text.startsWith("http://") || text.startsWith("https://")
                    ? Optional.of(of(text))
                    : Optional.empty();
        }

        private static Address of(String text) {
            try {
                URI whole = new URI(text);
                if (whole.getHost() == null) {
                    throw new URISyntaxException(text, "no host");
                }
                Optional<String> user = Optional.ofNullable(whole.getUserInfo());
                String mark = whole.getRawUserInfo() == null ? "" : whole.getRawUserInfo() + "@";
                return new Address(
                        URI.create(text.replaceFirst("#.*", "").replace("//" + mark, "//")),
                        user.map(Address::basic));
            } catch (URISyntaxException e) {
                // The text is not shown: it may hold a password.
                throw Failure.of(Failure.Kind.INVALID, "the address of the web is none", e)
                        .hint("write http://HOST/PATH or https://HOST/PATH");
            }
        }

        private static String basic(String user) {
            byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(bytes);
        }

        /// As it may be shown.
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    /// Asks for one.
    ///
    /// @throws Failure naming the address and why it cannot be had
    public static WebFile open(Address address, Access access) {
        UserAgent agent =
                new UserAgent(new Connections(access.configuration()), Retries.patient(), PATIENCE);
        try {
            String intent = "cannot get \"" + address + "\"";
            Reply reply =
                    agent.send(Call.of(intent, "GET", address.uri()), address.authorization());
            return new WebFile(agent, found(reply));
        } catch (Failure e) {
            agent.close();
            throw e;
        }
    }

    private static Reply found(Reply reply) {
        if (reply.status() != OK) {
            reply.close();
            throw refused(reply);
        }
        return reply;
    }

    private static Failure refused(Reply reply) {
        String intent = reply.call().intent();
        return switch (reply.status()) {
            case 401, 403 ->
                    Failure.of(
                                    Failure.Kind.DENIED,
                                    intent + ": the server denies it (" + reply.status() + ")")
                            .hint(
                                    "give a name and a password, as in"
                                            + " https://USER:PASSWORD@HOST/PATH");
            case 404, 410 -> Failure.notFound(intent + ": there is none (" + reply.status() + ")");
            default ->
                    Failure.of(
                            Failure.Kind.UNAVAILABLE,
                            intent + ": the server answers with the status " + reply.status());
        };
    }

    /// What is in it.
    public InputStream content() {
        return reply.body();
    }

    /// Its length, if the server tells.
    public Optional<Long> sizeBytes() {
        return reply.header("Content-Length")
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf);
    }

    @Override
    public void close() {
        reply.close();
        agent.close();
    }
}
