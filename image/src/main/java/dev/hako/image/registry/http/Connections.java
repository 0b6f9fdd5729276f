package dev.hako.image.registry.http;

import dev.hako.image.registry.configuration.Configuration;
import dev.hako.image.registry.configuration.Tls;
import dev.hako.image.registry.configuration.WebProxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// Open connections, which are used again: one client for all servers that are known in the same
/// way. It is made when the first is asked for, and gone when this is closed.
///
/// Only HTTP/1.1 is spoken: a stream of HTTP/2 lets a server send megabytes ahead of the reader.
public final class Connections implements AutoCloseable {
    private static final Duration CONNECT_DEADLINE = Duration.ofSeconds(15);

    /// By itself the JDK tells a proxy no password before a tunnel, for it goes in the clear: but
    /// whoever has written it down as the proxy's wants just that.
    private static final String SCHEMES_NOT_FOR_TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

    static {
        if (System.getProperty(SCHEMES_NOT_FOR_TUNNELS) == null) {
            System.setProperty(SCHEMES_NOT_FOR_TUNNELS, "");
        }
    }

    private final Configuration configuration;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Optional<Tls>, HttpClient> clients = new HashMap<>();

    public Connections(Configuration configuration) {
        this.configuration = configuration;
    }

    synchronized HttpClient to(Origin origin) {
        Optional<Tls> tls =
                origin.isPlain()
                        ? Optional.empty()
                        : Optional.of(configuration.tls(origin.authority()));
        return clients.computeIfAbsent(tls, this::client);
    }

    /// The proxy through which a server is reached, if it is through one.
    Optional<WebProxy> proxyTo(URI target) {
        return configuration.proxyTo(target);
    }

    private HttpClient client(Optional<Tls> tls) {
        HttpClient.Builder client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .connectTimeout(CONNECT_DEADLINE)
                        .executor(executor)
                        .proxy(configuration.proxies());
        if (tls.isPresent()) {
            SSLContext context = tls.get().context();
            client.sslContext(context).sslParameters(quick(context.getDefaultSSLParameters()));
        }
        return client.build();
    }

    /// ChaCha20 first: the engine's JVM has no compiler that knows AES by heart, and takes five
    /// times as long for it.
    private static SSLParameters quick(SSLParameters usual) {
        Stream<String> suites = Stream.of(usual.getCipherSuites());
        usual.setCipherSuites(
                suites.sorted(Comparator.comparing(suite -> !suite.contains("CHACHA20")))
                        .toArray(String[]::new));
        return usual;
    }

    @Override
    public synchronized void close() {
        clients.values().forEach(HttpClient::shutdownNow);
        clients.clear();
        executor.shutdown();
    }
}
