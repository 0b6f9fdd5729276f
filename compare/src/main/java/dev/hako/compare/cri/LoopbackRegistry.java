package dev.hako.compare.cri;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A registry (OCI distribution specification) with one image, for this machine alone: runtimes get
/// images from registries, and so no network is needed. It reads an image layout, and nothing can
/// be put into it.
public final class LoopbackRegistry implements AutoCloseable {
    private static final String NAME = "hako-compare/probe";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final Pattern IMAGE =
            Pattern.compile("localhost:([1-9][0-9]{0,4})/" + Pattern.quote(NAME) + ":1");
    private static final String DIGEST = "sha256:[0-9a-f]{64}";

    /// As many layers are fetched at once.
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Path layout;
    private final String manifest;

    private LoopbackRegistry(HttpServer server, Path layout, String manifest) {
        this.server = server;
        this.threads = Executors.newFixedThreadPool(THREADS);
        this.layout = layout;
        this.manifest = manifest;
    }

    /// Serves an image layout at a free port.
    public static LoopbackRegistry serve(Path layout) throws IOException {
        JsonArray manifests =
                JsonParser.parseString(Files.readString(layout.resolve("index.json")))
                        .getAsJsonObject()
                        .getAsJsonArray("manifests");
        JsonObject first = manifests.get(0).getAsJsonObject();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        LoopbackRegistry registry =
                new LoopbackRegistry(
                        HttpServer.create(address, 0), layout, first.get("digest").getAsString());
        registry.server.setExecutor(registry.threads);
        registry.server.createContext("/v2/", registry::answer);
        registry.server.start();
        return registry;
    }

    /// The image's name, with which it is pulled. Runtimes speak plain HTTP with `localhost`.
    public String image() {
        return "localhost:" + server.getAddress().getPort() + "/" + NAME + ":1";
    }

    /// Whether an image is of such a registry, and that does not listen any more.
    static boolean hasGone(String image) {
        Matcher own = IMAGE.matcher(image);
        if (!own.matches()) {
            return false;
        }
        InetAddress host = InetAddress.getLoopbackAddress();
        try (Socket socket = new Socket(host, Integer.parseInt(own.group(1)))) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        String digest = last.equals("1") ? manifest : last;
        boolean known = path.startsWith("/v2/" + NAME + "/") && digest.matches(DIGEST);
        Path blob = layout.resolve("blobs").resolve(known ? digest.replace(':', '/') : "none");
        try (exchange) {
            if (path.equals("/v2/")) {
                exchange.sendResponseHeaders(200, -1);
            } else if (!known || !Files.isRegularFile(blob)) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                send(exchange, blob, digest);
            }
        }
    }

    private void send(HttpExchange exchange, Path content, String digest) throws IOException {
        String type = digest.equals(manifest) ? MANIFEST_TYPE : "application/octet-stream";
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Docker-Content-Digest", digest);
        if (exchange.getRequestMethod().equals("HEAD")) {
            String size = String.valueOf(Files.size(content));
            exchange.getResponseHeaders().set("Content-Length", size);
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, Files.size(content));
            try (OutputStream body = exchange.getResponseBody()) {
                Files.copy(content, body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
