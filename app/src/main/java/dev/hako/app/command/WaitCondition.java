package dev.hako.app.command;

import dev.hako.engine.Container;
import dev.hako.engine.ContainerState;
import dev.hako.engine.health.Health;
import dev.hako.failure.Failure;
import dev.hako.isolation.ExitStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// What `hako wait` waits for, in Docker's words and in Podman's.
enum WaitCondition {
    NOT_RUNNING,
    NEXT_EXIT,
    REMOVED,
    CONFIGURED,
    CREATED,
    INITIALIZED,
    RUNNING,
    PAUSED,
    HEALTHY,
    UNHEALTHY,
    STOPPED,
    EXITED,
    REMOVING;

    static WaitCondition parse(String word) {
        return Stream.of(values())
                .filter(condition -> condition.toString().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        Failure.invalid("unknown condition")
                                .hint("there are " + String.join(", ", words())));
    }

    static List<String> words() {
        return Stream.of(values()).map(WaitCondition::toString).toList();
    }

    /// The end that it waits for, if it is one.
    Optional<CompletableFuture<ExitStatus>> end(Container container) {
        return switch (this) {
            case NOT_RUNNING, STOPPED, EXITED -> Optional.of(container.ended());
            case NEXT_EXIT -> Optional.of(container.nextEnd());
            case REMOVED -> Optional.of(container.removed());
            default -> Optional.empty();
        };
    }

    /// Whether it is a state, and the container's.
    boolean holds(Container container) {
        ContainerState state = container.state();
        return switch (this) {
            case NOT_RUNNING, STOPPED, EXITED, NEXT_EXIT, REMOVED -> false;
            case CONFIGURED, CREATED, INITIALIZED -> state instanceof ContainerState.Created;
            case RUNNING -> state instanceof ContainerState.Running;
            case PAUSED -> state instanceof ContainerState.Paused;
            case REMOVING -> state instanceof ContainerState.Removing;
            case HEALTHY -> is(Health.Status.HEALTHY, container);
            case UNHEALTHY -> is(Health.Status.UNHEALTHY, container);
        };
    }

    private static boolean is(Health.Status status, Container container) {
        return container.state().live()
                && container.health().filter(health -> health.status() == status).isPresent();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
