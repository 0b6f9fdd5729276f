package dev.hako.image.registry.http;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.WebProxy;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// What kept a server from answering, in a user's words.
final class ConnectionFailure {
    private static final int DEEPEST_CAUSE = 10;

    private ConnectionFailure() {}

    /// Whether the same call may work a moment later.
    static boolean isTransient(IOException e) {
        boolean final_ =
                e instanceof InterruptedIOException
                        || has(e, Failure.class)
                        || has(e, SSLException.class)
                        || has(e, ConnectException.class)
                        || has(e, UnknownHostException.class);
        return e instanceof HttpTimeoutException
                ? !(e instanceof HttpConnectTimeoutException)
                : !final_;
    }

    /// @param proxy through which the server was to be reached
    static Failure of(Call call, IOException e, Optional<WebProxy> proxy) {
        Optional<Failure> ours = find(e, Failure.class);
        if (ours.isPresent()) {
            return ours.get();
        }
        String server = Origin.of(call.uri()).authority();
        if (has(e, SSLException.class)) {
            return tls(call, server, e);
        }
        if (e instanceof HttpTimeoutException) {
            return failure(
                    Failure.Kind.UNAVAILABLE, call, server + " is silent: " + e.getMessage(), e);
        }
        if (e instanceof InterruptedIOException) {
            return failure(Failure.Kind.CANCELLED, call, "given up", e);
        }
        return proxy.isPresent()
                ? notThrough(call, server, proxy.get(), e)
                : unreachable(call, server, e);
    }

    /// A proxy that lets nobody through whom it does not know.
    static Failure notAdmitted(Call call, WebProxy proxy) {
        boolean known = proxy.authorization().isPresent();
        return Failure.of(
                        Failure.Kind.DENIED,
                        call.intent()
                                + ": "
                                + proxy
                                + (known
                                        ? " does not accept the name and password"
                                        : " wants a name and a password"))
                .hint(
                        "write them as http://USER:PASSWORD@HOST:PORT in http_proxy and https_proxy,"
                                + " or in registries.json");
    }

    private static Failure notThrough(Call call, String server, WebProxy proxy, IOException e) {
        String hint =
                "check http_proxy, https_proxy and no_proxy, or \"proxies\" in registries.json";
        if (has(e, UnresolvedAddressException.class) || has(e, UnknownHostException.class)) {
            String why = "no address is known for " + proxy;
            return failure(Failure.Kind.UNAVAILABLE, call, why, e).hint(hint);
        }
        if (has(e, ConnectException.class)) {
            String why = proxy + " takes no connections";
            return failure(Failure.Kind.UNAVAILABLE, call, why, e).hint(hint);
        }
        String why = Foreign.text(String.valueOf(e.getMessage()));
        if (why.endsWith("got: 401")) { // tinyproxy's word for 407, which the JDK passes on
            return notAdmitted(call, proxy);
        }
        String what = proxy + " does not lead to " + server + ": " + why;
        return failure(Failure.Kind.UNAVAILABLE, call, what, e).hint(hint);
    }

    private static Failure unreachable(Call call, String server, IOException e) {
        if (has(e, UnresolvedAddressException.class) || has(e, UnknownHostException.class)) {
            return failure(Failure.Kind.UNAVAILABLE, call, "no address is known for " + server, e)
                    .hint("check the registry's name, and the DNS of this machine");
        }
        if (has(e, ConnectException.class)) {
            return failure(Failure.Kind.UNAVAILABLE, call, server + " takes no connections", e)
                    .hint("check the registry's port, and whether a proxy is needed");
        }
        String why = Foreign.text(String.valueOf(e.getMessage()));
        return failure(
                Failure.Kind.UNAVAILABLE,
                call,
                "the connection to " + server + " broke: " + why,
                e);
    }

    private static Failure tls(Call call, String server, IOException e) {
        String why = Foreign.text(String.valueOf(e.getMessage()));
        if (why.toLowerCase(Locale.ROOT).contains("unrecognized ssl message")) {
            return failure(Failure.Kind.UNAVAILABLE, call, server + " does not speak TLS", e)
                    .hint(
                            "if that is meant to be so, say \"insecure\": true for it in"
                                    + " registries.json");
        }
        if (has(e, CertPathBuilderException.class) || has(e, CertPathValidatorException.class)) {
            return failure(
                            Failure.Kind.DENIED,
                            call,
                            "nobody known here vouches for the certificate of " + server,
                            e)
                    .hint(
                            "put the certificate of its authority into \"/etc/hako/certs.d/"
                                    + server
                                    + "/ca.crt\"");
        }
        if (has(e, CertificateException.class)) {
            return failure(
                    Failure.Kind.DENIED, call, "the certificate of " + server + ": " + why, e);
        }
        return failure(Failure.Kind.UNAVAILABLE, call, "no TLS with " + server + ": " + why, e);
    }

    private static Failure failure(Failure.Kind kind, Call call, String why, IOException e) {
        return Failure.of(kind, call.intent() + ": " + why, e);
    }

    private static boolean has(Throwable e, Class<? extends Throwable> type) {
        return find(e, type).isPresent();
    }

    private static <T extends Throwable> Optional<T> find(Throwable e, Class<T> type) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause)
                .limit(DEEPEST_CAUSE)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }
}
