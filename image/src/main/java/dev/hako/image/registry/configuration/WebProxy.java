package dev.hako.image.registry.configuration;

import dev.hako.failure.Failure;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/// A proxy that speaks HTTP: it passes plain calls on, and makes tunnels for those with TLS.
///
/// @param authorization what it is told, if it asks who one is (RFC 7617)
public record WebProxy(String host, int port, Optional<String> authorization) {
    private static final int STANDARD_PORT = 80;

    /// `http://proxy:3128`, `http://user:password@proxy:3128`, or either without `http://`. What
    /// has a meaning in addresses is written `%40` and so on.
    ///
    /// @throws Failure `INVALID` if it is none
    static WebProxy parse(String text) {
        String full = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = URI.create(full);
            if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                return new WebProxy(
                        uri.getHost(),
                        uri.getPort() < 0 ? STANDARD_PORT : uri.getPort(),
                        Optional.ofNullable(uri.getUserInfo()).map(WebProxy::basic));
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        // The text is not shown: it may hold a password.
        throw Failure.invalid("cannot use the proxy: it must be http://[USER:PASSWORD@]HOST:PORT");
    }

    private static String basic(String user) {
        byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(bytes);
    }

    Proxy forTheJdk() {
        return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(host, port));
    }

    /// Without the password.
    @Override
    public String toString() {
        return "the proxy " + host + ":" + port;
    }
}
