package dev.hako.plan;

import dev.hako.kernel.Fd;
import dev.hako.kernel.Memfd;
import dev.hako.kernel.Message;
import dev.hako.kernel.Open;
import dev.hako.kernel.Pidfd;
import dev.hako.kernel.Signal;
import dev.hako.kernel.Spawn;
import dev.hako.kernel.UnixSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A launcher that runs a plan for a test, and what it says of it. Descriptor 5 is the state
/// directory, 6 the log directory, 7 whatever the plan wants besides.
final class LauncherRun implements AutoCloseable {
    static final Path PROGRAM = Path.of("../launcher/target/x86_64/hako").toAbsolutePath();
    static final Descriptors DESCRIPTORS =
            new Descriptors(
                    5,
                    6,
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    Descriptors.ABSENT,
                    List.of());
    static final int EXTRA = 7;

    private static final int MILESTONE = 49;
    private static final int FAILED = 50;
    private static final int EXITED = 51;
    private static final int HEADER = 8;
    private static final int MAX_FRAME = 1 << 16;

    private final Plan plan;
    private final Path state;
    private final UnixSocket control;
    private final Pidfd launcher;
    private ByteBuffer pending = ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
    private int pid;
    private boolean started;
    private Optional<Integer> status = Optional.empty();
    private Optional<PlanFailure> failure = Optional.empty();

    private LauncherRun(Plan plan, Path state, UnixSocket control, Pidfd launcher) {
        this.plan = plan;
        this.state = state;
        this.control = control;
        this.launcher = launcher;
    }

    /// Starts the launcher; `extra` becomes descriptor 7.
    static LauncherRun start(Plan plan, Path state, Optional<Fd> extra) throws IOException {
        Files.createDirectories(state);
        UnixSocket.Pair pair = UnixSocket.pair();
        try (Fd memfd = Memfd.sealed("plan", plan.encode());
                Fd directory = Open.open(state.toString(), Open.O_RDONLY | Open.O_DIRECTORY);
                Fd none = Open.open("/dev/null", Open.O_RDWR);
                UnixSocket theirs = pair.right()) {
            Map<Integer, Fd> descriptors = new TreeMap<>();
            List.of(0, 1, 2).forEach(number -> descriptors.put(number, none));
            descriptors.put(3, memfd);
            descriptors.put(4, theirs.fd());
            descriptors.put(5, directory);
            descriptors.put(6, directory);
            extra.ifPresent(fd -> descriptors.put(EXTRA, fd));
            try (Fd program = Open.open(PROGRAM.toString(), Open.O_RDONLY)) {
                Pidfd launcher =
                        Spawn.of(program, "hako-launcher", "run")
                                .withDescriptors(descriptors)
                                .start();
                return new LauncherRun(plan, state, pair.left(), launcher);
            }
        }
    }

    /// Runs a plan to its end.
    static LauncherRun toEnd(Plan plan, Path state) throws IOException {
        LauncherRun run = start(plan, state, Optional.empty());
        run.awaitEnd();
        return run;
    }

    /// Waits until the program runs, or the plan has failed.
    void awaitStart() {
        while (!started && failure.isEmpty() && next()) {}
    }

    void awaitEnd() {
        while (status.isEmpty() && next()) {}
        launcher.await();
    }

    private boolean next() {
        while (pending.remaining() < HEADER
                || pending.remaining() < HEADER + pending.getInt(pending.position())) {
            Optional<Message> message = control.receive(MAX_FRAME, 0);
            if (message.isEmpty() || message.get().isEnd()) {
                return false;
            }
            byte[] more = message.get().bytes();
            pending =
                    ByteBuffer.allocate(pending.remaining() + more.length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .put(pending)
                            .put(more)
                            .flip();
        }
        int size = pending.getInt();
        int type = pending.getShort();
        pending.getShort();
        frame(type, pending.slice(pending.position(), size).order(ByteOrder.LITTLE_ENDIAN));
        pending.position(pending.position() + size);
        return true;
    }

    private void frame(int type, ByteBuffer payload) {
        switch (type) {
            case MILESTONE -> {
                pid = (int) payload.getLong(8);
                started |= payload.getInt(0) == Milestone.STARTED.number();
            }
            case FAILED -> {
                String text =
                        StandardCharsets.UTF_8
                                .decode(payload.slice(16, payload.limit() - 16))
                                .toString();
                failure =
                        Optional.of(
                                new PlanFailure(
                                        plan,
                                        payload.getInt(0),
                                        payload.getInt(4),
                                        payload.getInt(8),
                                        text));
            }
            case EXITED -> status = Optional.of(payload.getInt(0));
            default -> {}
        }
    }

    /// The first process, as the host sees it.
    int pid() {
        return pid;
    }

    /// The program's exit code, or -1 if it never ran.
    int exitCode() {
        return status.map(code -> code >> 8 & 0xff).orElse(-1);
    }

    /// Why the plan failed, or nothing.
    String failure() {
        return failure.map(PlanFailure::toString).orElse("");
    }

    /// What the program wrote, line by line.
    List<String> output() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<String> log = Files.lines(state.resolve("log"))) {
            log.forEach(line -> lines.add(line.split(" ", 4)[3]));
        }
        return lines;
    }

    void kill() {
        try (Pidfd init = Pidfd.open(pid)) {
            init.send(Signal.SIGKILL);
        }
    }

    @Override
    public void close() {
        control.close();
        launcher.close();
    }
}
