package dev.hako.engine.config;

import dev.hako.failure.Failure;
import java.util.Map;
import java.util.Optional;

/// What can be said of a network's bridge, by the names that Docker has for it.
///
/// @param interfaceName of the bridge; empty: made of the network's id
/// @param mtu the largest packet in bytes
/// @param masquerade whether what leaves the host carries the host's address
/// @param interContainer whether its containers reach each other
public record BridgeOptions(
        Optional<String> interfaceName, int mtu, boolean masquerade, boolean interContainer) {
    /// `-o` or `--opt`, and Docker's longer name of it.
    public static final String MTU = "mtu";

    private static final String DOCKERS_MTU = "com.docker.network.driver.mtu";
    private static final String NAME = "com.docker.network.bridge.name";
    private static final String MASQUERADE = "com.docker.network.bridge.enable_ip_masquerade";
    private static final String INTER_CONTAINER = "com.docker.network.bridge.enable_icc";
    private static final int STANDARD_MTU = 1500;
    private static final int LEAST_MTU = 68;
    private static final int MOST_MTU = 65_535;

    /// Reads them.
    ///
    /// @throws Failure `INVALID` naming the option that is none, or its value
    static BridgeOptions of(Map<String, String> options) {
        BridgeOptions bridge = new BridgeOptions(Optional.empty(), STANDARD_MTU, true, true);
        for (Map.Entry<String, String> option : options.entrySet()) {
            bridge = bridge.with(option.getKey(), option.getValue());
        }
        return bridge;
    }

    private BridgeOptions with(String name, String value) {
        return switch (name) {
            case MTU, DOCKERS_MTU ->
                    new BridgeOptions(interfaceName, mtu(value), masquerade, interContainer);
            case NAME -> new BridgeOptions(Optional.of(value), mtu, masquerade, interContainer);
            case MASQUERADE ->
                    new BridgeOptions(interfaceName, mtu, flag(name, value), interContainer);
            case INTER_CONTAINER ->
                    new BridgeOptions(interfaceName, mtu, masquerade, flag(name, value));
            default ->
                    throw Failure.invalid("unknown network option \"" + Printable.of(name) + "\"")
                            .hint(
                                    "there are "
                                            + String.join(
                                                    ", ", MTU, NAME, MASQUERADE, INTER_CONTAINER));
        };
    }

    private static int mtu(String value) {
        boolean digits = value.matches("[0-9]{1,5}");
        if (!digits || Integer.parseInt(value) < LEAST_MTU || Integer.parseInt(value) > MOST_MTU) {
            throw Failure.invalid("\"" + Printable.of(value) + "\" is no size of packets in bytes");
        }
        return Integer.parseInt(value);
    }

    private static boolean flag(String name, String value) {
        return switch (value) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default ->
                    throw Failure.invalid(
                            "network option \""
                                    + name
                                    + "\" is true or false, not \""
                                    + Printable.of(value)
                                    + "\"");
        };
    }
}
