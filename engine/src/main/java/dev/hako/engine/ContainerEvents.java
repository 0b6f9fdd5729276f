package dev.hako.engine;

import dev.hako.engine.event.Actions;
import dev.hako.engine.event.EventJournal;
import dev.hako.engine.event.EventType;
import dev.hako.engine.store.ContainerDocument;
import dev.hako.isolation.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Records what happens to one container, with the attributes that Docker's events have.
record ContainerEvents(EventJournal journal, ContainerDocument container) {
    private static final String EXEC_ID = "execID";
    private static final String EXIT_CODE = "exitCode";

    void tell(String action) {
        tell(action, Map.of());
    }

    void tell(String action, Map<String, String> more) {
        Map<String, String> attributes = new HashMap<>(container.config().labels());
        attributes.put("image", container.config().image());
        attributes.put("name", container.name());
        attributes.putAll(more);
        journal.record(EventType.CONTAINER, action, container.id(), attributes);
    }

    void kill(int signal) {
        tell(Actions.KILL, Map.of("signal", String.valueOf(signal)));
    }

    /// @param startedAt empty if that is not known
    void die(ExitStatus exit, Optional<Instant> startedAt) {
        Map<String, String> how = new HashMap<>();
        how.put(EXIT_CODE, String.valueOf(exit.code()));
        startedAt.ifPresent(since -> {
            Duration lasted = Duration.between(since, exit.finishedAt());
            how.put("execDuration", String.valueOf(Math.max(0, lasted.toSeconds())));
        });
        tell(Actions.DIE, how);
    }

    void rename(String oldName) {
        tell(Actions.RENAME, Map.of("oldName", "/" + oldName));
    }

    /// Tells of another program's start, and of its end when it comes.
    void exec(Exec exec, ExecConfig config) {
        String command = String.join(" ", config.command());
        Map<String, String> id = Map.of(EXEC_ID, exec.id());
        tell(Actions.detailed(Actions.EXEC_CREATE, command), id);
        tell(Actions.detailed(Actions.EXEC_START, command), id);
        var _ =
                exec.exit()
                        .thenAcceptAsync(
                                exit -> execDie(exec.id(), exit), Thread::startVirtualThread);
    }

    private void execDie(String id, ExitStatus exit) {
        tell(Actions.EXEC_DIE, Map.of(EXEC_ID, id, EXIT_CODE, String.valueOf(exit.code())));
    }
}
