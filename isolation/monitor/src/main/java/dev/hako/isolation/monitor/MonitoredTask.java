package dev.hako.isolation.monitor;

import dev.hako.failure.Failure;
import dev.hako.isolation.Attachment;
import dev.hako.isolation.ExitFile;
import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.StartTimes;
import dev.hako.isolation.Task;
import dev.hako.isolation.WindowSize;
import dev.hako.kernel.Fd;
import dev.hako.kernel.Pidfd;
import dev.hako.launcher.wire.Frame;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A program whose monitor is at the other end of a control connection.
public final class MonitoredTask implements Task {
    private final MonitorConnection connection;
    private final MonitorSocket socket;
    private final int pid;
    private final String title;
    private final Path exitFile;
    private final CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
    private final AtomicReference<Runnable> unheard = new AtomicReference<>(MonitoredTask::nothing);
    private @Nullable Pidfd process;
    private @Nullable StartTimes times;

    /// @param socket by which the same monitor can be reached again
    /// @param pid of the program
    /// @param title what the program is called in messages, such as `container "web"`
    /// @param exitFile where the monitor leaves its last word
    MonitoredTask(
            MonitorConnection connection,
            MonitorSocket socket,
            int pid,
            String title,
            Path exitFile) {
        this.connection = connection;
        this.socket = socket;
        this.pid = pid;
        this.title = title;
        this.exitFile = exitFile;
    }

    /// Begins to hear the monitor.
    ///
    /// @param unheard runs once, when the monitor is gone or this is closed
    MonitoredTask listen(Runnable unheard) {
        this.unheard.set(unheard);
        connection.listen(this::onFrame, this::onEnd);
        return this;
    }

    /// Keeps how long its start took.
    public MonitoredTask timed(StartTimes taken) {
        times = taken;
        return this;
    }

    @Override
    public Optional<StartTimes> startTimes() {
        return Optional.ofNullable(times);
    }

    private static void nothing() {}

    private void onFrame(Frame frame) {
        if (frame instanceof Frame.Exited(int status, long finishedNanos)) {
            exit.complete(ExitFile.status(status, finishedNanos));
        }
    }

    private void onEnd() {
        if (!exit.isDone()) {
            completeFromFile();
        }
        unheard.getAndSet(MonitoredTask::nothing).run();
    }

    private void completeFromFile() {
        Optional<ExitStatus> written = ExitFile.read(exitFile);
        if (written.isPresent()) {
            exit.complete(written.get());
        } else {
            exit.completeExceptionally(
                    Failure.of(
                                    Failure.Kind.INTERNAL,
                                    "the monitor of " + title + " ended without a word")
                            .hint("look for a crash or a kill in the kernel's log"));
        }
    }

    @Override
    public int pid() {
        return pid;
    }

    @Override
    public CompletableFuture<ExitStatus> exit() {
        return exit;
    }

    @Override
    public void kill(int signal) {
        send(new Frame.Kill(signal));
    }

    @Override
    public void resize(WindowSize size) {
        send(new Frame.Window(size.rows(), size.columns()));
    }

    @Override
    public void attach(Fd client, Attachment attachment) {
        ByteBuffer keys = ByteBuffer.wrap(attachment.detachKeys());
        if (exit.isDone() || !send(new Frame.Attach(AttachFlags.of(attachment), keys, client))) {
            throw Failure.conflict("cannot attach to " + title + ": it has ended");
        }
    }

    @Override
    public void reopenLog() {
        send(new Frame.ReopenLog());
    }

    @Override
    public void needEngine(boolean needed) {
        send(new Frame.NeedEngine(needed));
    }

    @Override
    public void release() {
        send(new Frame.Release());
    }

    /// @return false if there is no monitor any more
    private boolean send(Frame frame) {
        try {
            return connection.send(frame);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.of(
                    Failure.Kind.CANCELLED, "interrupted while asking the monitor of " + title, e);
        }
    }

    /// What the program is called in messages.
    public String title() {
        return title;
    }

    /// The id it was started under.
    public String id() {
        return socket.address().id();
    }

    /// The program's process, which is certainly this task's and no later one of the same number.
    ///
    /// @throws Failure `CONFLICT` if the program has ended
    public synchronized Pidfd process() {
        Pidfd known = process;
        if (known == null) {
            known = socket.process(pid, title);
            process = known;
        }
        return known;
    }

    @Override
    public synchronized void close() {
        connection.close();
        exit.cancel(false);
        unheard.getAndSet(MonitoredTask::nothing).run();
        Pidfd known = process;
        if (known != null) {
            known.close();
            process = null;
        }
    }
}
