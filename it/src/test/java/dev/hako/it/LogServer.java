package dev.hako.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A syslog that listens on TCP and keeps the lines that it is told.
///
/// @param clients that have come
/// @param lines in the order in which they came
record LogServer(ServerSocket socket, List<Socket> clients, List<String> lines)
        implements AutoCloseable {
    static LogServer listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        LogServer server =
                new LogServer(socket, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
        Thread.startVirtualThread(server::serve);
        return server;
    }

    int port() {
        return socket.getLocalPort();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept();
                    var reader =
                            new BufferedReader(
                                    new InputStreamReader(client.getInputStream(), UTF_8))) {
                clients.add(client);
                String line = reader.readLine();
                while (line != null) {
                    lines.add(line);
                    line = reader.readLine();
                }
            } catch (IOException e) {
                // the server is closed, or the client was killed
            }
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
