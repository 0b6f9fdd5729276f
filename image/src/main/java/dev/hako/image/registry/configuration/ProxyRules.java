package dev.hako.image.registry.configuration;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.failure.Failure;
import dev.hako.oci.json.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Through which proxy a server is reached, in the words of the variables that most programs know:
/// `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY`.
///
/// @param http for plain servers
/// @param https for those with TLS
/// @param exceptions those that are reached without one
public record ProxyRules(Optional<URI> http, Optional<URI> https, ProxyExceptions exceptions) {
    private static final int HTTP_PROXY_PORT = 80;

    /// No proxies.
    public static final ProxyRules NONE =
            new ProxyRules(Optional.empty(), Optional.empty(), ProxyExceptions.parse(""));

    /// What an environment says. A variable in small letters counts first.
    static ProxyRules of(Environment environment) {
        return new ProxyRules(
                either(environment, "http_proxy").map(ProxyRules::address),
                either(environment, "https_proxy").map(ProxyRules::address),
                ProxyExceptions.parse(either(environment, "no_proxy").orElse("")));
    }

    static ProxyRules read(JsonObject in) {
        in.allow("http", "https", "no");
        return new ProxyRules(
                Optional.ofNullable(in.optional("http", STRING)).map(ProxyRules::address),
                Optional.ofNullable(in.optional("https", STRING)).map(ProxyRules::address),
                ProxyExceptions.parse(in.optional("no", STRING, "")));
    }

    private static Optional<String> either(Environment environment, String name) {
        return environment
                .variable(name)
                .or(() -> environment.variable(name.toUpperCase(Locale.ROOT)));
    }

    /// `http://proxy:3128`, or `proxy:3128`.
    private static URI address(String text) {
        String full = text.contains("://") ? text : "http://" + text;
        try {
            URI uri = URI.create(full);
            if (uri.getHost() != null && "http".equalsIgnoreCase(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        // The text is not shown: it may hold a password.
        throw Failure.invalid("cannot use the proxy: it must be http://HOST:PORT");
    }

    /// These rules as the JDK asks for them.
    ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxy(uri));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                // Whoever wanted to connect is told.
            }
        };
    }

    private Proxy proxy(URI target) {
        Optional<URI> proxy = "https".equalsIgnoreCase(target.getScheme()) ? https : http;
        if (proxy.isEmpty() || exceptions.has(target.getHost(), target.getPort())) {
            return Proxy.NO_PROXY;
        }
        URI address = proxy.get();
        int port = address.getPort() < 0 ? HTTP_PROXY_PORT : address.getPort();
        return new Proxy(
                Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.getHost(), port));
    }
}
