package dev.hako.image.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server on the loopback interface that writes whatever a test wants, HTTP or not. A connection
/// has one request.
final class RudeServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Answer answer;
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    private RudeServer(ServerSocket socket, Answer answer) {
        this.socket = socket;
        this.answer = answer;
    }

    /// Says what to write.
    interface Answer {
        void to(Request request, OutputStream out) throws IOException;
    }

    /// @param headers by their names in lower case
    record Request(String method, String path, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        boolean is(String wantedMethod, String start) {
            return method.equals(wantedMethod) && path.startsWith(start);
        }
    }

    static RudeServer start(Answer answer) throws IOException {
        var server =
                new RudeServer(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), answer);
        Thread.ofPlatform().daemon().name("rude server").start(server::accept);
        return server;
    }

    /// A whole answer.
    static void write(OutputStream out, String head, byte[] body) throws IOException {
        String text =
                "HTTP/1.1 " + head + "\r\nContent-Length: " + body.length + "\r\nConnection: close";
        out.write((text + "\r\n\r\n").getBytes(ISO_8859_1));
        out.write(body);
    }

    String host() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /// All but the questions whether somebody is there.
    List<Request> requests() {
        return requests.stream().filter(request -> !request.path().equals("/v2/")).toList();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofPlatform().daemon().start(() -> serve(connection));
            } catch (IOException e) {
                // It is closed.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            var in = new PushbackInputStream(connection.getInputStream());
            int first = in.read();
            if (!Character.isLetter(first)) {
                write(connection.getOutputStream(), "400 Bad Request", new byte[0]);
                return;
            }
            in.unread(first);
            Request request = read(in);
            requests.add(request);
            answer.to(request, connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (IOException e) {
            // The client has had enough.
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", -1);
        if (first.length < 2) {
            throw new IOException("no request");
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        return new Request(first[0], first[1], headers, in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
