package dev.hako.engine.store;

import static dev.hako.oci.json.Kind.INT32;
import static dev.hako.oci.json.Kind.STRING;
import static dev.hako.oci.json.Kind.object;
import static dev.hako.oci.json.Kind.text;
import static dev.hako.oci.json.Kind.word;

import dev.hako.engine.config.EgressOptions;
import dev.hako.engine.config.NetworkJoin;
import dev.hako.engine.config.NetworkOptions;
import dev.hako.engine.config.PortRequest;
import dev.hako.network.address.Addresses;
import dev.hako.network.address.HardwareAddress;
import dev.hako.network.egress.EgressRule;
import dev.hako.network.names.AddedHost;
import dev.hako.network.names.ResolvConf;
import dev.hako.network.port.TransportProtocol;
import dev.hako.oci.json.JsonObject;
import dev.hako.oci.json.JsonRecord;
import dev.hako.oci.json.Kind;
import dev.hako.oci.json.ObjectWriter;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/// What a container is connected to, as JSON.
final class NetworkCodec {
    private static final Kind<InetAddress> ADDRESS = text(Addresses::parse);

    private NetworkCodec() {}

    static void write(NetworkOptions options, ObjectWriter out) {
        out.put("joins", options.joins().stream().map(JoinFields::new).toList())
                .put("ports", options.ports().stream().map(PortFields::new).toList())
                .put("exposed", options.exposed().stream().map(PortFields::new).toList())
                .flag("publishAll", options.publishAll())
                .put("hosts", options.hosts().stream().map(HostFields::new).toList())
                .put("nameservers", texts(options.names().servers()))
                .put("searchDomains", options.names().search())
                .put("resolverOptions", options.names().options())
                .put("egress", options.egress().map(EgressFields::new).orElse(null));
    }

    static NetworkOptions read(JsonObject in) {
        return new NetworkOptions(
                in.list("joins", object(NetworkCodec::readJoin)),
                in.list("ports", object(NetworkCodec::readPort)),
                in.list("exposed", object(NetworkCodec::readPort)),
                in.flag("publishAll"),
                in.list("hosts", object(NetworkCodec::readHost)),
                new ResolvConf.Choice(
                        in.list("nameservers", ADDRESS),
                        in.list("searchDomains", STRING),
                        in.list("resolverOptions", STRING)),
                ConfigCodec.maybe(in, "egress", object(NetworkCodec::readEgress)));
    }

    private static NetworkJoin readJoin(JsonObject in) {
        return new NetworkJoin(
                in.required("network", STRING),
                in.list("aliases", STRING),
                ConfigCodec.maybe(in, "ipv4", ADDRESS),
                ConfigCodec.maybe(in, "ipv6", ADDRESS),
                ConfigCodec.maybe(in, "hardwareAddress", text(HardwareAddress::parse)));
    }

    private static PortRequest readPort(JsonObject in) {
        return new PortRequest(
                in.required("protocol", word(TransportProtocol.values())),
                in.required("containerPort", INT32),
                ConfigCodec.maybe(in, "hostAddress", ADDRESS),
                in.optional("firstHostPort", INT32, 0),
                in.optional("lastHostPort", INT32, 0));
    }

    private static AddedHost readHost(JsonObject in) {
        return new AddedHost(
                in.required("name", STRING), ConfigCodec.maybe(in, "address", ADDRESS));
    }

    private static EgressOptions readEgress(JsonObject in) {
        return new EgressOptions(in.list("allow", text(EgressRule::parse)));
    }

    private static List<String> texts(List<InetAddress> addresses) {
        return addresses.stream().map(Addresses::text).toList();
    }

    private static Optional<String> written(Optional<InetAddress> address) {
        return address.map(Addresses::text);
    }

    private record JoinFields(NetworkJoin join) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("network", join.network())
                    .put("aliases", join.aliases())
                    .put("ipv4", written(join.ipv4()).orElse(null))
                    .put("ipv6", written(join.ipv6()).orElse(null))
                    .put(
                            "hardwareAddress",
                            join.hardwareAddress().map(HardwareAddress::toString).orElse(null));
        }
    }

    private record EgressFields(EgressOptions egress) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.always("allow", egress.rules().stream().map(EgressRule::toString).toList());
        }
    }

    private record PortFields(PortRequest port) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("protocol", port.protocol())
                    .put("containerPort", port.containerPort())
                    .put("hostAddress", written(port.hostAddress()).orElse(null));
            if (port.firstHostPort() != 0) {
                out.put("firstHostPort", port.firstHostPort())
                        .put("lastHostPort", port.lastHostPort());
            }
        }
    }

    private record HostFields(AddedHost host) implements JsonRecord {
        @Override
        public void write(ObjectWriter out) {
            out.put("name", host.name()).put("address", written(host.address()).orElse(null));
        }
    }
}
