package dev.hako.app;

import dev.hako.app.cli.ParsedLine;
import dev.hako.app.command.EngineCommand;
import dev.hako.app.product.Installation;
import dev.hako.cri.v1.CgroupDriver;
import dev.hako.door.cri.CriServer;
import dev.hako.door.cri.CriSettings;
import dev.hako.door.cri.device.DeviceCatalog;
import dev.hako.door.cri.rehearsal.Rehearsal;
import dev.hako.engine.Engine;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// The door for the kubelet. Its libraries are on the class path of an engine with `--cri` alone,
/// so no other class of the app may know them.
final class CriProgram {
    /// It warns, for each connection, that unix sockets know nothing of `SO_KEEPALIVE`.
    private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap.ServerBootstrap");

    private CriProgram() {}

    /// What an engine does until it leaves.
    interface Serving {
        void serve() throws InterruptedException;
    }

    /// Does what a kubelet usually asks for.
    ///
    /// @param directory for all that comes of it
    /// @param socket where the kubelet is served in it
    /// @param wanted whether to go on
    static void rehearse(Path directory, String socket, BooleanSupplier wanted) {
        try (Rehearsal rehearsal =
                new Rehearsal(directory.resolve(socket), directory.resolve("logs"))) {
            rehearsal.run(wanted);
        }
    }

    /// Serves the kubelet as long as others are served.
    static void serve(String address, ParsedLine line, Engine engine, Serving others)
            throws InterruptedException {
        CriSettings settings =
                new CriSettings(
                        CriSettings.socket(address),
                        Installation.VERSION,
                        line.value(EngineCommand.CGROUP_DRIVER)
                                .filter("systemd"::equals)
                                .map(_ -> CgroupDriver.SYSTEMD)
                                .orElse(CgroupDriver.CGROUPFS),
                        CriSettings.NETWORKS,
                        DeviceCatalog.STANDARD,
                        CriSettings.streams(
                                line.value(EngineCommand.STREAMS).orElse(CriSettings.STREAMS)));
        NETTY.setLevel(Level.SEVERE);
        try (CriServer _ = CriServer.open(engine, settings)) {
            others.serve();
        }
    }
}
