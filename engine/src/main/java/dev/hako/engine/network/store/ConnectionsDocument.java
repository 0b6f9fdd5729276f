package dev.hako.engine.network.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;
import static dev.hako.oci.json.Kind.word;

import dev.hako.engine.store.Schemas;
import dev.hako.engine.store.StoreFailures;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.port.TransportProtocol;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `connections.json`: what a container is connected to, for as long as it runs.
public record ConnectionsDocument(Connected connected) implements JsonRecord {
    public static final String FILE = "connections.json";
    private static final int SCHEMA = 1;

    /// Reads it, if it is there.
    public static Optional<Connected> readFrom(Path file) {
        try {
            return Optional.of(parse(Files.readAllBytes(file)).connected());
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailures.of("cannot read what is connected to networks", e);
        }
    }

    public static void writeTo(Path file, Connected connected) {
        try {
            Files.write(file, Json.write(new ConnectionsDocument(connected)));
        } catch (IOException e) {
            throw StoreFailures.of("cannot write down what is connected to networks", e);
        }
    }

    static ConnectionsDocument parse(byte[] utf8) {
        return Json.read(FILE, utf8, ConnectionsDocument::read);
    }

    private static ConnectionsDocument read(JsonObject in) {
        Schemas.require(in.required("schema", INT32), SCHEMA, FILE);
        return new ConnectionsDocument(
                new Connected(
                        in.list("connections", object(ConnectionsDocument::readConnection)),
                        in.list("ports", object(ConnectionsDocument::readPort))));
    }

    private static PublishedPort readPort(JsonObject in) {
        return new PublishedPort(
                in.required("protocol", word(TransportProtocol.values())),
                in.required("containerPort", INT32),
                in.required("containerAddress", text(Addresses::parse)),
                in.required("hostAddress", text(Addresses::parse)),
                in.required("hostPort", INT32));
    }

    private static Connection readConnection(JsonObject in) {
        return new Connection(
                in.required("network", STRING),
                in.required("networkId", STRING),
                in.required("interface", STRING),
                in.optional("hostSide", STRING, ""),
                in.required("hardwareAddress", text(HardwareAddress::parse)),
                in.list("addresses", text(InterfaceAddress::parse)),
                in.list("gateways", text(Addresses::parse)),
                in.list("nameServers", text(Addresses::parse)),
                in.list("names", STRING));
    }

    @Override
    public void write(ObjectWriter out) {
        out.always("schema", SCHEMA)
                .always("connections", connected.connections().stream().map(Fields::new).toList())
                .put("ports", connected.ports().stream().map(PortFields::new).toList());
    }

    private record PortFields(PublishedPort port) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("protocol", port.protocol())
                    .put("containerPort", port.containerPort())
                    .put("containerAddress", Addresses.text(port.containerAddress()))
                    .put("hostAddress", Addresses.text(port.hostAddress()))
                    .put("hostPort", port.hostPort());
        }
    }

    private record Fields(Connection connection) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("network", connection.network())
                    .put("networkId", connection.networkId())
                    .put("interface", connection.interfaceName())
                    .put("hostSide", connection.hostSideName())
                    .put("hardwareAddress", connection.hardwareAddress().toString())
                    .put(
                            "addresses",
                            connection.addresses().stream()
                                    .map(InterfaceAddress::toString)
                                    .toList())
                    .put("gateways", texts(connection.gateways()))
                    .put("nameServers", texts(connection.nameServers()))
                    .put("names", connection.names());
        }

        private static List<String> texts(List<InetAddress> addresses) {
            return addresses.stream().map(Addresses::text).toList();
        }
    }
}
