package dev.hako.engine;

import dev.hako.isolation.ExitStatus;
import dev.hako.isolation.Task;
import dev.hako.isolation.WindowSize;
import java.util.concurrent.CompletableFuture;

/// A program running in a container beside its own.
public final class Exec {
    private final String id;
    private final Task task;
    private final CompletableFuture<ExitStatus> exit;

    Exec(String id, Task task, CompletableFuture<ExitStatus> exit) {
        this.id = id;
        this.task = task;
        this.exit = exit;
    }

    /// 64 hexadecimal digits.
    public String id() {
        return id;
    }

    /// The program's process id as the host sees it.
    public int pid() {
        return task.pid();
    }

    /// Completes when the program has ended.
    public CompletableFuture<ExitStatus> exit() {
        return exit;
    }

    public void kill(int signal) {
        task.kill(signal);
    }

    public void resize(WindowSize size) {
        task.resize(size);
    }
}
