package dev.hako.app.network;

import dev.hako.engine.config.NetworkConfig;
import dev.hako.engine.network.store.Network;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/// A network that users can name.
public sealed interface ShownNetwork {
    /// All there are belong to this machine.
    String SCOPE = "local";

    /// One that an engine keeps.
    record Made(Network network) implements ShownNetwork {
        @Override
        public String id() {
            return network.id();
        }

        @Override
        public String networkName() {
            return network.name();
        }

        @Override
        public String driver() {
            return NetworkConfig.DRIVER;
        }

        @Override
        public Instant createdAt() {
            return network.createdAt();
        }

        @Override
        public Map<String, String> labels() {
            return network.labels();
        }

        @Override
        public boolean internal() {
            return network.config().internal();
        }

        @Override
        public boolean ipv6() {
            return network.range(true).isPresent();
        }

        @Override
        public boolean predefined() {
            return network.isStandard();
        }
    }

    /// One that nobody needs to make: the host's own, nothing but a loopback device, or the
    /// standard one before it is needed for the first time.
    enum BuiltIn implements ShownNetwork {
        BRIDGE(NetworkConfig.DRIVER),
        HOST("host"),
        NONE("null");

        /// Docker's word for a time that never was.
        private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

        private final String driver;

        BuiltIn(String driver) {
            this.driver = driver;
        }

        /// The same on every machine.
        @Override
        public String id() {
            return digest(networkName());
        }

        @Override
        public String networkName() {
            return name().toLowerCase(Locale.ROOT);
        }

        @Override
        public String driver() {
            return driver;
        }

        @Override
        public Instant createdAt() {
            return NEVER;
        }

        @Override
        public Map<String, String> labels() {
            return Map.of();
        }

        @Override
        public boolean internal() {
            return false;
        }

        @Override
        public boolean ipv6() {
            return false;
        }

        @Override
        public boolean predefined() {
            return true;
        }
    }

    String id();

    String networkName();

    /// Docker's word for what it is made of.
    String driver();

    Instant createdAt();

    Map<String, String> labels();

    /// Whether nobody outside is reached from it.
    boolean internal();

    boolean ipv6();

    /// Whether nobody has made it, and nobody can remove it.
    boolean predefined();

    /// The id of a container's end of a network: made of both ids, and as long as they are.
    default String endpoint(String containerId) {
        return endpoint(containerId, id());
    }

    /// The same for a network of which only the id is known.
    static String endpoint(String containerId, String networkId) {
        return digest(containerId + networkId);
    }

    private static String digest(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
