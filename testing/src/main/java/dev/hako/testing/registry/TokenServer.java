package dev.hako.testing.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Gives out tokens that a registry takes, as Docker's token authentication has it: by `GET` with a
/// password, and by `POST` with a password or an identity token. Who has none may only pull.
public final class TokenServer implements AutoCloseable {
    /// What the registry calls itself.
    public static final String SERVICE = "test-registry";

    static final String ISSUER = "test-issuer";

    /// What [RegistrySetup#USER] may show instead of her password.
    public static final String IDENTITY_TOKEN = "identity-of-alice";

    private final HttpServer server;
    private final TokenSigner signer;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile Duration lifetime = Duration.ofMinutes(5);

    private TokenServer(HttpServer server, TokenSigner signer) {
        this.server = server;
        this.signer = signer;
    }

    /// Starts one on a free port of 127.0.0.1.
    ///
    /// @param signing the identity whose certificate the registry is told to trust
    public static TokenServer start(TestAuthority.Identity signing) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var server = new TokenServer(HttpServer.create(address, 0), TokenSigner.read(signing));
        server.server.createContext("/token", server::answer);
        server.server.start();
        return server;
    }

    /// Where it gives out tokens.
    public String realm() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
    }

    Path certificate() {
        return signer.certificate();
    }

    /// What it has been asked: method and parameters, such as `GET scope=…&service=…`.
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /// How long tokens are good for from now on; a negative time gives tokens that are none.
    public void lifetime(Duration changed) {
        lifetime = changed;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String parameters = parameters(exchange);
            requests.add(exchange.getRequestMethod() + " " + parameters);
            Optional<String> user = user(exchange, parameters);
            boolean refused = user.isPresent() && user.get().isEmpty();
            byte[] body = (refused ? "{}" : token(user.orElse(""), parameters)).getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(refused ? 401 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String parameters(HttpExchange exchange) throws IOException {
        return exchange.getRequestMethod().equals("POST")
                ? new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                : Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    }

    /// Nothing for an anonymous client, the empty name for a wrong password.
    private static Optional<String> user(HttpExchange exchange, String parameters) {
        if (exchange.getRequestMethod().equals("POST")) {
            boolean known =
                    values(parameters, "refresh_token").contains(IDENTITY_TOKEN)
                            || (values(parameters, "username").contains(RegistrySetup.USER)
                                    && values(parameters, "password")
                                            .contains(RegistrySetup.PASSWORD));
            return Optional.of(known ? RegistrySetup.USER : "");
        }
        String expected =
                Base64.getEncoder()
                        .encodeToString(
                                (RegistrySetup.USER + ":" + RegistrySetup.PASSWORD)
                                        .getBytes(UTF_8));
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .map(header -> header.equals("Basic " + expected) ? RegistrySetup.USER : "");
    }

    private String token(String user, String parameters) {
        return "{\"token\":\"%1$s\",\"access_token\":\"%1$s\",\"expires_in\":%2$d}"
                .formatted(signed(user, parameters), Math.max(1, lifetime.toSeconds()));
    }

    /// A token as it gives one to the user that has a password, for one scope such as
    /// `repository:box:pull,push`.
    public String issue(String scope) {
        return signed(RegistrySetup.USER, "scope=" + scope);
    }

    private String signed(String user, String parameters) {
        String claims =
                """
                {"iss":"%s","sub":"%s","aud":"%s","exp":%d,"nbf":%d,"iat":%d,"jti":"%d","access":[%s]}\
                """
                        .formatted(
                                ISSUER,
                                user,
                                SERVICE,
                                Instant.now().plus(lifetime).getEpochSecond(),
                                Instant.now().getEpochSecond() - 600,
                                Instant.now().getEpochSecond() - 600,
                                System.nanoTime(),
                                access(user, parameters));
        return signer.sign(claims);
    }

    private static String access(String user, String parameters) {
        List<String> granted = new ArrayList<>();
        for (String scope : values(parameters, "scope")) {
            String[] parts = scope.split(":", -1);
            if (parts.length == 3) {
                String actions = user.isEmpty() ? "\"pull\"" : quoted(parts[2]);
                granted.add(
                        "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[%s]}"
                                .formatted(parts[0], parts[1], actions));
            }
        }
        return String.join(",", granted);
    }

    private static String quoted(String actions) {
        return "\"" + actions.replace(",", "\",\"") + "\"";
    }

    /// A `POST` has all scopes in one parameter, with spaces between them.
    private static List<String> values(String parameters, String name) {
        List<String> values = new ArrayList<>();
        for (String pair : parameters.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                String value = URLDecoder.decode(pair.substring(name.length() + 1), UTF_8);
                values.addAll(
                        name.equals("scope") ? List.of(value.split(" ", -1)) : List.of(value));
            }
        }
        return values;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
