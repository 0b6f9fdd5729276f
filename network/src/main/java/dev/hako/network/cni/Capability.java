package dev.hako.network.cni;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// What is told of one attachment to the plugins that say they can do something with it: the
/// project's CONVENTIONS.md, "dynamic plugin specific fields".
public sealed interface Capability {
    /// What plugins call it.
    String key();

    /// What they are told.
    JsonElement json();

    /// Ports of the host that lead to the container.
    record PortMappings(List<PortMapping> mappings) implements Capability {
        public PortMappings {
            mappings = List.copyOf(mappings);
        }

        @Override
        public String key() {
            return "portMappings";
        }

        @Override
        public JsonElement json() {
            return array(mappings, PortMapping::json);
        }
    }

    /// One of them.
    ///
    /// @param protocol `tcp`, `udp` or `sctp`
    /// @param hostAddress none for all of the host's
    record PortMapping(
            int hostPort, int containerPort, String protocol, Optional<InetAddress> hostAddress) {
        private static final int HIGHEST_PORT = 65_535;

        public PortMapping {
            if (Math.min(hostPort, containerPort) < 1
                    || Math.max(hostPort, containerPort) > HIGHEST_PORT) {
                throw new IllegalArgumentException("a port is 1 to " + HIGHEST_PORT);
            }
        }

        private JsonObject json() {
            var json = new JsonObject();
            json.addProperty("hostPort", hostPort);
            json.addProperty("containerPort", containerPort);
            json.addProperty("protocol", protocol);
            hostAddress.ifPresent(address -> json.addProperty("hostIP", address.getHostAddress()));
            return json;
        }
    }

    /// Where addresses are taken from: one is taken of each set of ranges.
    record IpRanges(List<List<IpRange>> sets) implements Capability {
        public IpRanges {
            sets = sets.stream().map(List::copyOf).toList();
        }

        @Override
        public String key() {
            return "ipRanges";
        }

        @Override
        public JsonElement json() {
            return array(sets, set -> array(set, IpRange::json));
        }
    }

    /// A range of addresses, or a part of one.
    ///
    /// @param subnet in CIDR notation
    record IpRange(
            String subnet,
            Optional<InetAddress> start,
            Optional<InetAddress> end,
            Optional<InetAddress> gateway) {
        private JsonObject json() {
            var json = new JsonObject();
            json.addProperty("subnet", subnet);
            start.ifPresent(address -> json.addProperty("rangeStart", address.getHostAddress()));
            end.ifPresent(address -> json.addProperty("rangeEnd", address.getHostAddress()));
            gateway.ifPresent(address -> json.addProperty("gateway", address.getHostAddress()));
            return json;
        }
    }

    /// The addresses to have, in CIDR notation.
    record Ips(List<String> addresses) implements Capability {
        public Ips {
            addresses = List.copyOf(addresses);
        }

        @Override
        public String key() {
            return "ips";
        }

        @Override
        public JsonElement json() {
            return array(addresses, JsonPrimitive::new);
        }
    }

    /// The hardware address to have.
    record Mac(String address) implements Capability {
        @Override
        public String key() {
            return "mac";
        }

        @Override
        public JsonElement json() {
            return new JsonPrimitive(address);
        }
    }

    /// How much may come in and go out: rates in bits a second, bursts in bits; 0 is without limit.
    record Bandwidth(long ingressRate, long ingressBurst, long egressRate, long egressBurst)
            implements Capability {
        @Override
        public String key() {
            return "bandwidth";
        }

        @Override
        public JsonElement json() {
            var json = new JsonObject();
            json.addProperty("ingressRate", ingressRate);
            json.addProperty("ingressBurst", ingressBurst);
            json.addProperty("egressRate", egressRate);
            json.addProperty("egressBurst", egressBurst);
            return json;
        }
    }

    /// Who answers for names.
    record Dns(List<InetAddress> servers, List<String> searches) implements Capability {
        public Dns {
            servers = List.copyOf(servers);
            searches = List.copyOf(searches);
        }

        @Override
        public String key() {
            return "dns";
        }

        @Override
        public JsonElement json() {
            var json = new JsonObject();
            json.add("servers", array(servers, one -> new JsonPrimitive(one.getHostAddress())));
            json.add("searches", array(searches, JsonPrimitive::new));
            return json;
        }
    }

    /// Names by which others in the network know the container.
    record Aliases(List<String> names) implements Capability {
        public Aliases {
            names = List.copyOf(names);
        }

        @Override
        public String key() {
            return "aliases";
        }

        @Override
        public JsonElement json() {
            return array(names, JsonPrimitive::new);
        }
    }

    /// The control group of the container's pod.
    record CgroupPath(String path) implements Capability {
        @Override
        public String key() {
            return "cgroupPath";
        }

        @Override
        public JsonElement json() {
            return new JsonPrimitive(path);
        }
    }

    /// What Kubernetes was told of the pod.
    record PodAnnotations(Map<String, String> annotations) implements Capability {
        public PodAnnotations {
            annotations = new TreeMap<>(annotations);
        }

        @Override
        public String key() {
            return "io.kubernetes.cri.pod-annotations";
        }

        @Override
        public JsonElement json() {
            var json = new JsonObject();
            annotations.forEach(json::addProperty);
            return json;
        }
    }

    private static <T> JsonArray array(List<T> values, Function<T, JsonElement> json) {
        var array = new JsonArray();
        values.forEach(value -> array.add(json.apply(value)));
        return array;
    }
}
