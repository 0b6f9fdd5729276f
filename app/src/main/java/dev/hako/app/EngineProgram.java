package dev.hako.app;

import dev.hako.app.cli.ParsedLine;
import dev.hako.app.command.CommandRunner;
import dev.hako.app.command.Commands;
import dev.hako.app.command.EngineCommand;
import dev.hako.app.daemon.Daemon;
import dev.hako.app.daemon.IdleRule;
import dev.hako.app.daemon.Seat;
import dev.hako.app.product.Installation;
import dev.hako.app.product.OwnProcess;
import dev.hako.app.training.Training;
import dev.hako.build.solve.Builder;
import dev.hako.engine.Engine;
import dev.hako.engine.EngineSettings;
import dev.hako.engine.Locations;
import dev.hako.engine.Succession;
import dev.hako.isolation.Isolations;
import dev.hako.isolation.host.HostProbe;
import dev.hako.isolation.unikernel.UnikernelIsolation;
import dev.hako.kernel.EventLoop;
import dev.hako.kernel.OwnMemory;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Puts an engine's process together: the one place where everything is made and handed out.
final class EngineProgram {
    private EngineProgram() {}

    /// Serves until the engine is told to leave, or has reason to.
    ///
    /// @param ready called once clients are let in
    static void serve(ParsedLine line, Installation installation, Runnable ready)
            throws InterruptedException {
        boolean auto = line.flag(EngineCommand.AUTO);
        OwnProcess process = OwnProcess.read();
        Seat seat = seat(line, installation.locations());
        if (auto) {
            HostProbe.instance().leaveSession();
        }
        EngineSettings settings =
                new EngineSettings(
                        installation.locations(),
                        isolations(installation.locations()),
                        HostProbe.instance().facts(),
                        succession(process, installation.locations()));
        try (Engine engine = Engine.open(settings);
                Training training =
                        new Training(
                                process,
                                installation,
                                Exercise.words(line.value(EngineCommand.CRI).isPresent()));
                EventLoop loop = EventLoop.start("clients")) {
            Builder.open(engine, Clock.systemUTC());
            Commands commands = new Commands(engine, installation, Clock.systemUTC());
            Duration limit =
                    auto ? IdleRule.limit(System.getenv("HAKO_IDLE_MINUTES")) : Duration.ZERO;
            Runnable pastime =
                    () -> {
                        training.startIfNeeded();
                        OwnMemory.giveBack();
                    };
            IdleRule idle = new IdleRule(limit, engine::needed, engine::quiet, pastime);
            CommandRunner runner = new CommandRunner(commands);
            Daemon daemon = new Daemon(seat, runner, installation.buildIdBytes(), idle, loop);
            leaveOnSignal(daemon);
            Optional<String> cri = line.value(EngineCommand.CRI);
            if (cri.isPresent()) {
                CriProgram.serve(cri.get(), line, engine, () -> daemon.serve(ready));
            } else {
                daemon.serve(ready);
            }
        }
    }

    private static Isolations isolations(Locations locations) {
        return Isolations.discover(EngineProgram.class.getClassLoader())
                .with(new UnikernelIsolation(locations.kernels()));
    }

    private static Succession succession(OwnProcess process, Locations locations) {
        return process.revival(locations)
                .<Succession>map(Succession.Revived::new)
                .orElseGet(Succession.Found::new);
    }

    private static Seat seat(ParsedLine line, Locations locations) {
        Optional<Integer> lock = line.value(EngineCommand.LOCK_FD);
        Optional<Integer> socket = line.value(EngineCommand.LISTEN_FD);
        return lock.isPresent() && socket.isPresent()
                ? Seat.inherited(lock.get(), socket.get(), locations)
                : Seat.take(locations);
    }

    /// A JVM that gets SIGTERM, SIGINT or SIGHUP ends as soon as its shutdown hooks have; this one
    /// waits for the calling thread, which ends the JVM itself.
    private static void leaveOnSignal(Daemon daemon) {
        Thread serving = Thread.currentThread();
        Runnable leave =
                () -> {
                    daemon.leave();
                    try {
                        serving.join();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        Runtime.getRuntime().addShutdownHook(new Thread(leave, "signal"));
    }
}
