package dev.hako.engine.network.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;

import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.store.Schemas;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.Subnet;
import dev.hako.oci.json.Json;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.ObjectWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `network.json`: what a network is. Of its addresses it says what was settled, not what was asked
/// for.
record NetworkDocument(Network network) implements JsonRecord {
    static final String FILE = "network.json";
    private static final int SCHEMA = 1;

    static NetworkDocument parse(byte[] utf8) {
        return Json.read(FILE, utf8, NetworkDocument::read);
    }

    private static NetworkDocument read(JsonObject in) {
        Schemas.require(in.required("schema", INT32), SCHEMA, FILE);
        List<Network.Range> ranges = in.list("ranges", object(NetworkDocument::readRange));
        NetworkConfig config =
                new NetworkConfig(
                        in.required("name", STRING),
                        in.flag("internal"),
                        in.flag("ipv6"),
                        ranges.stream().map(NetworkDocument::settled).toList(),
                        in.map("options", STRING),
                        in.map("labels", STRING));
        return new NetworkDocument(
                new Network(
                        in.required("id", STRING),
                        in.required("createdAt", text(Instant::parse)),
                        config,
                        ranges));
    }

    private static Network.Range readRange(JsonObject in) {
        return new Network.Range(
                in.required("subnet", text(Subnet::parse)),
                in.required("pool", text(Subnet::parse)),
                in.required("gateway", text(Addresses::parse)));
    }

    private static NetworkConfig.Range settled(Network.Range range) {
        return new NetworkConfig.Range(
                range.subnet(), Optional.of(range.pool()), Optional.of(range.gateway()));
    }

    @Override
    public void write(ObjectWriter out) {
        NetworkConfig config = network.config();
        out.always("schema", SCHEMA)
                .put("id", network.id())
                .put("name", config.name())
                .put("createdAt", network.createdAt().toString())
                .flag("internal", config.internal())
                .flag("ipv6", config.ipv6())
                .put("ranges", network.ranges().stream().map(RangeFields::new).toList())
                .put("options", config.options())
                .put("labels", config.labels());
    }

    private record RangeFields(Network.Range range) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("subnet", range.subnet().toString())
                    .put("pool", range.pool().toString())
                    .put("gateway", Addresses.text(range.gateway()));
        }
    }
}
