package dev.hako.testing.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What is there for an ordinary user's boxes, on a machine with the addresses `198.51.100.2` and
/// `fd00:51::2`, as programs in Python.
///
/// `world.py`, to be run behind the machine, says by HTTP at port 80 who asks, fetches
/// `/call/PORT/PATH` and `/udp/PORT` from the machine, and echoes datagrams at port 7. `names.py`,
/// to be run on it, is a name server at `127.0.0.53` that knows every name as `203.0.113.9`.
public final class UserWorld {
    private static final String WORLD =
            """
            import socket, socketserver, threading
            def call(port, path):
                try:
                    s = socket.create_connection(("198.51.100.2", port), 3)
                    s.sendall(b"GET /" + path.encode() + b" HTTP/1.0\\r\\n\\r\\n")
                    answer = b""
                    while True:
                        more = s.recv(4096)
                        if not more:
                            return answer.split(b"\\r\\n\\r\\n", 1)[1]
                        answer += more
                except (OSError, IndexError) as e:
                    return str(e).encode()
            def send(port):
                s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                s.settimeout(3)
                s.sendto(b"hello", ("198.51.100.2", port))
                try:
                    return s.recv(100)
                except OSError as e:
                    return str(e).encode()
            class World(socketserver.BaseRequestHandler):
                def handle(self):
                    words = self.request.recv(4096).decode().split(" ")[1].split("/")
                    if words[1] == "call":
                        body = call(int(words[2]), words[3])
                    elif words[1] == "udp":
                        body = send(int(words[2]))
                    else:
                        body = b"world " + self.client_address[0].encode()
                    self.request.sendall(b"HTTP/1.0 200 OK\\r\\n\\r\\n" + body)
            class Server(socketserver.ThreadingTCPServer):
                address_family = socket.AF_INET6
                allow_reuse_address = True
            def echo():
                s = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
                s.bind(("::", 7))
                while True:
                    d, a = s.recvfrom(4096)
                    s.sendto(b"echo " + d, a)
            threading.Thread(target=echo, daemon=True).start()
            Server(("::", 80), World).serve_forever()
            """;

    /// Knows every name as one address.
    private static final String NAMES =
            """
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.bind(("127.0.0.53", 53))
            while True:
                q, a = s.recvfrom(4096)
                end = q.index(b"\\0", 12) + 5
                ipv4 = q[end - 4:end - 2] == b"\\0\\1"
                head = q[:2] + b"\\x81\\x80\\0\\1" + (b"\\0\\1" if ipv4 else b"\\0\\0") + b"\\0\\0\\0\\0"
                answer = b"\\xc0\\x0c\\0\\1\\0\\1\\0\\0\\0\\x3c\\0\\4" + socket.inet_aton("203.0.113.9")
                s.sendto(head + q[12:end] + (answer if ipv4 else b""), a)
            """;

    private UserWorld() {}

    /// Writes both programs into a folder.
    public static void writeTo(Path folder) {
        try {
            Files.writeString(folder.resolve("world.py"), WORLD);
            Files.writeString(folder.resolve("names.py"), NAMES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
