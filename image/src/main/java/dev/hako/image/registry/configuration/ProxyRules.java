package dev.hako.image.registry.configuration;

import static dev.hako.oci.json.Kind.STRING;

import dev.hako.oci.json.JsonObject;
import java.io.IOException;
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
public record ProxyRules(
        Optional<WebProxy> http, Optional<WebProxy> https, ProxyExceptions exceptions) {
    /// No proxies.
    public static final ProxyRules NONE =
            new ProxyRules(Optional.empty(), Optional.empty(), ProxyExceptions.parse(""));

    /// What an environment says. A variable in small letters counts first.
    static ProxyRules of(Environment environment) {
        return new ProxyRules(
                either(environment, "http_proxy").map(WebProxy::parse),
                either(environment, "https_proxy").map(WebProxy::parse),
                ProxyExceptions.parse(either(environment, "no_proxy").orElse("")));
    }

    static ProxyRules read(JsonObject in) {
        in.allow("http", "https", "no");
        return new ProxyRules(
                Optional.ofNullable(in.optional("http", STRING)).map(WebProxy::parse),
                Optional.ofNullable(in.optional("https", STRING)).map(WebProxy::parse),
                ProxyExceptions.parse(in.optional("no", STRING, "")));
    }

    private static Optional<String> either(Environment environment, String name) {
        return environment
                .variable(name)
                .or(() -> environment.variable(name.toUpperCase(Locale.ROOT)));
    }

    /// These rules as the JDK asks for them.
    ProxySelector selector() {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxyTo(uri).map(WebProxy::forTheJdk).orElse(Proxy.NO_PROXY));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                // Whoever wanted to connect is told.
            }
        };
    }

    /// The proxy through which a server is reached, if it is through one.
    public Optional<WebProxy> proxyTo(URI target) {
        Optional<WebProxy> proxy = "https".equalsIgnoreCase(target.getScheme()) ? https : http;
        return proxy.filter(_ -> !exceptions.has(target.getHost(), target.getPort()));
    }
}
