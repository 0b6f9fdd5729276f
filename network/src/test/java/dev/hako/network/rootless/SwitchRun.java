package dev.hako.network.rootless;

import dev.hako.network.address.InterfaceAddress;
import dev.hako.network.bridge.BridgeSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// An engine for a test to kill: makes a network, says so, and waits.
final class SwitchRun {
    private SwitchRun() {}

    static BridgeSpec network(String name, String gateway) {
        return new BridgeSpec(
                name, List.of(InterfaceAddress.parse(gateway)), 1500, true, false, true);
    }

    /// Makes it, and ends with its input.
    ///
    /// @param arguments the mount
    public static void main(String[] arguments) throws IOException {
        try (UserSwitch users = UserSwitch.open(Path.of(arguments[0]))) {
            users.ensure(network("red", "10.89.0.1/24"));
            new PrintWriter(System.out, true, StandardCharsets.UTF_8).println("made");
            System.exit(System.in.read());
        }
    }
}
