package dev.hako.network.firewall;

import dev.hako.network.Machine;
import dev.hako.network.namespace.NetworkNamespace;
import dev.hako.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// firewalld itself, in a host's network namespace and on a bus of its own.
final class Firewalld implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final NetworkNamespace host;
    private final String bus;
    private final Process messages;
    private final Process filter;

    /// Returns once it has made its table.
    ///
    /// @param place an empty folder
    Firewalld(NetworkNamespace host, Path place) {
        this.host = host;
        this.bus = "unix:path=" + place.resolve("bus");
        String log = " > " + place.resolve("log") + " 2>&1";
        messages =
                Machine.begin(
                        host,
                        "exec dbus-daemon --session --nofork --nopidfile --address=" + bus + log,
                        "");
        Await.until("the bus", PATIENCE, () -> Files.exists(place.resolve("bus")));
        filter = Machine.begin(host, command("exec firewalld --nofork --nopid" + log), "");
        Await.until(
                "firewalld",
                PATIENCE,
                () -> Machine.succeeds(host, command("firewall-cmd --state")));
    }

    private String command(String line) {
        return "export DBUS_SYSTEM_BUS_ADDRESS=" + bus + "; " + line;
    }

    /// Has it make all of its table anew.
    void reload() {
        String _ = Machine.sh(host, command("firewall-cmd --reload"));
    }

    @Override
    public void close() {
        filter.destroyForcibly().onExit().join();
        messages.destroyForcibly().onExit().join();
    }
}
