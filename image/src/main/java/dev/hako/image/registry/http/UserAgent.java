package dev.hako.image.registry.http;

import dev.hako.failure.Failure;
import dev.hako.image.registry.configuration.WebProxy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Makes calls: again if they may work later, and elsewhere if a server says so.
public final class UserAgent implements AutoCloseable {
    private static final int MOST_REDIRECTS = 5;
    private static final String API_VERSION = "Docker-Distribution-Api-Version";
    private static final int SHORT_BODY = 1 << 14;

    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final Connections connections;
    private final Retries retries;
    private final Duration patience;

    /// @param connections closed with this
    /// @param patience how long a server may be silent
    public UserAgent(Connections connections, Retries retries, Duration patience) {
        this.connections = connections;
        this.retries = retries;
        this.patience = patience;
    }

    /// Makes a call.
    ///
    /// @param authorization for the place that the call names, and for no other
    /// @return the answer, whatever its status, to be closed
    /// @throws Failure if there is none
    public Reply send(Call call, Optional<String> authorization) {
        for (int done = 1; ; done++) {
            boolean last = done >= retries.tries() || !call.repeatable();
            try {
                Reply reply = follow(call, authorization);
                Duration pause = pauseBefore(reply, done);
                if (last || !isTransient(reply.status()) || tooLong(pause)) {
                    return reply;
                }
                reply.drain(SHORT_BODY);
                reply.close();
                pause(call.intent(), pause);
            } catch (IOException e) {
                if (last || !ConnectionFailure.isTransient(e)) {
                    throw ConnectionFailure.of(call, e, connections.proxyTo(call.uri()));
                }
                pause(call.intent(), retries.pause(done));
            }
        }
    }

    /// What is found at an address.
    public enum Found {
        /// A server that speaks HTTP in the way that the address says, with TLS or without.
        SERVER,
        /// A server that wants TLS where the address says nothing of it.
        TLS,
        /// Nothing that can be understood.
        NOTHING
    }

    /// Looks what is there.
    public Found probe(URI address) {
        Call call = Call.of("cannot ask " + address, "GET", address);
        try (Reply reply = exchange(call, Optional.empty())) {
            reply.drain(SHORT_BODY);
            boolean wrong = reply.status() == 400 && reply.header(API_VERSION).isEmpty();
            return wrong ? Found.TLS : Found.SERVER;
        } catch (IOException e) {
            return Found.NOTHING;
        }
    }

    /// How often what came half may be fetched again.
    public int tries() {
        return retries.tries();
    }

    /// Waits before another try of what had no answer, or half of one.
    ///
    /// @param done how many tries there have been
    /// @throws Failure `CANCELLED` if the thread is interrupted
    public void pauseAfter(String intent, int done) {
        pause(intent, retries.pause(done));
    }

    private Reply follow(Call call, Optional<String> authorization) throws IOException {
        Origin trusted = Origin.of(call.uri());
        Call next = call;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            boolean same = Origin.of(next.uri()).equals(trusted);
            Reply reply = exchange(next, same ? authorization : Optional.empty());
            if (!Redirects.is(reply)) {
                return reply;
            }
            reply.drain(SHORT_BODY);
            reply.close();
            next = Redirects.follow(next, reply);
        }
        throw Failure.invalid(
                call.intent() + ": sent on more than " + MOST_REDIRECTS + " times in a row");
    }

    private Reply exchange(Call call, Optional<String> authorization) throws IOException {
        Watch watch = new Watch(patience);
        Optional<WebProxy> proxy = connections.proxyTo(call.uri());
        HttpRequest request =
                request(call, authorization, proxy.flatMap(WebProxy::authorization), watch);
        HttpResponse<BodyStream> response =
                watch.await(
                        connections
                                .to(Origin.of(call.uri()))
                                .sendAsync(request, _ -> new BodyStream(patience)));
        if (response.statusCode() == PROXY_AUTHENTICATION_REQUIRED && proxy.isPresent()) {
            throw ConnectionFailure.notAdmitted(call, proxy.get());
        }
        return new Reply(
                call, response.statusCode(), response.headers(), call.uri(), response.body());
    }

    private static HttpRequest request(
            Call call,
            Optional<String> authorization,
            Optional<String> proxyAuthorization,
            Watch watch) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri());
        request.header("User-Agent", "hako");
        call.headers().forEach(request::header);
        authorization.ifPresent(value -> request.header("Authorization", value));
        proxyAuthorization.ifPresent(value -> request.header("Proxy-Authorization", value));
        call.body().ifPresent(body -> request.header("Content-Type", body.mediaType()));
        return request.method(
                        call.method(),
                        call.body()
                                .map(body -> SentBody.publisher(body, watch))
                                .orElseGet(BodyPublishers::noBody))
                .build();
    }

    private static boolean isTransient(int status) {
        return switch (status) {
            case 408, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    private Duration pauseBefore(Reply reply, int done) {
        Duration ours = retries.pause(done);
        return RetryAfter.of(reply, Instant.now())
                .filter(theirs -> theirs.compareTo(ours) > 0)
                .orElse(ours);
    }

    private boolean tooLong(Duration pause) {
        return pause.compareTo(retries.longest()) > 0;
    }

    private void pause(String intent, Duration time) {
        try {
            retries.waiting().pause(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(Failure.Kind.CANCELLED, intent + ": given up", e);
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
