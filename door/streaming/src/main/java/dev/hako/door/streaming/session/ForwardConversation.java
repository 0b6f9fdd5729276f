package dev.hako.door.streaming.session;

import dev.hako.door.streaming.transport.ClientStream;
import dev.hako.door.streaming.transport.Connection;
import dev.hako.door.streaming.transport.Conversation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// A session for a pod's ports. For each connection the client opens a pair of streams, of which
/// one carries the data and the other what went wrong.
public final class ForwardConversation implements Conversation {
    /// The protocol's name in headers.
    public static final String PROTOCOL = "portforward.k8s.io";

    private static final String DATA = "data";
    private static final String ERROR = "error";
    private static final int MAX_HALVES = 64;

    private final Call.PortForward call;
    private final Backend backend;
    private final Connection connection;
    private final Duration patience;
    private final Map<String, Half> halves = new HashMap<>();

    /// @param patience how long the second stream of a pair may come after the first
    public ForwardConversation(
            Call.PortForward call, Backend backend, Connection connection, Duration patience) {
        this.call = call;
        this.backend = backend;
        this.connection = connection;
        this.patience = patience;
    }

    /// The first stream of a pair.
    private record Half(boolean isData, int port, ClientStream stream, Future<?> late) {}

    @Override
    public boolean opened(ClientStream stream) {
        String type = stream.type().orElse("");
        Optional<Integer> port =
                Optional.ofNullable(stream.headers().get("port")).flatMap(Ports::parse);
        boolean isData = type.equals(DATA);
        if (port.isEmpty() || (!isData && !type.equals(ERROR))) {
            return false;
        }
        return pair(request(stream, isData), isData, port.get(), stream);
    }

    private boolean pair(String request, boolean isData, int port, ClientStream stream) {
        Half first = halves.get(request);
        if (first == null) {
            return wait(request, isData, port, stream);
        }
        if (first.isData == isData || first.port != port) {
            return false;
        }
        halves.remove(request);
        first.late.cancel(false);
        if (isData) {
            begin(port, stream, first.stream);
        } else {
            begin(port, first.stream, stream);
        }
        return true;
    }

    private boolean wait(String request, boolean isData, int port, ClientStream stream) {
        if (halves.size() >= MAX_HALVES) {
            return false;
        }
        Future<?> late = connection.after(patience, () -> giveUp(halves.remove(request)));
        halves.put(request, new Half(isData, port, stream, late));
        return true;
    }

    private static void giveUp(@Nullable Half half) {
        if (half != null) {
            half.stream.input().close();
            half.stream.output().close();
        }
    }

    /// The first clients sent no request's number: there the data stream is the one opened after
    /// the error stream.
    private static String request(ClientStream stream, boolean isData) {
        int error = isData ? stream.id() - 2 : stream.id();
        return stream.headers().getOrDefault("requestid", Integer.toString(error));
    }

    /// Opens all pairs, where streams are not opened one by one: channels by twos, data first.
    ///
    /// @param channels makes the channel of a number
    public void openAll(IntFunction<ClientStream> channels) {
        for (int i = 0; i < call.ports().size(); i++) {
            ClientStream data = channels.apply(2 * i);
            ClientStream error = channels.apply(2 * i + 1);
            int port = call.ports().get(i);
            Forwarding forwarding = new Forwarding(backend, call.pod(), port, data, error);
            Thread.ofVirtual().name("hako-portforward").start(forwarding::announceAndRun);
        }
    }

    private void begin(int port, ClientStream data, ClientStream error) {
        Forwarding forwarding = new Forwarding(backend, call.pod(), port, data, error);
        Thread.ofVirtual().name("hako-portforward").start(forwarding::run);
    }
}
